"""Property 7 of product.md for all catalogues and people: null is not 0.

A skipped skill widens the uncertainty and never raises readiness.
"""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, Catalogue
from app.scoring.items import item_ratings
from app.scoring.match import points as match_points
from app.scoring.match import points_per_level
from app.scoring.profiles import profiles
from app.scoring.result import score
from app.scoring.uncertainty import margin_error
from tests.scoring.cases import Person, everywhere, person_of

ONE_ROUNDING = 1 - 1e-12


def answered_item(catalogue: Catalogue, person: Person, data: st.DataObject) -> int | None:
    """Return the index of an item with a rating, or None if the person gave none."""
    places = [
        place
        for place, level in enumerate(item_ratings(profiles(catalogue), person).levels)
        if level is not None
    ]
    return data.draw(st.sampled_from(places), "item") if places else None


@everywhere
@given(data=st.data())
def test_property_7_null_is_not_0(where: str, data: st.DataObject) -> None:
    """A 0 counts as 0 in the match.

    A null takes the person's mean, counts as not answered, and may still be met.
    """
    catalogue, person = person_of(data, where)
    place = answered_item(catalogue, person, data)
    if place is None:
        return
    item, numbers = catalogue.items[place], profiles(catalogue)
    zero, null = (
        {**person, **dict.fromkeys(item.skills, 0)},
        {**person, **dict.fromkeys(item.skills)},
    )
    at_zero, at_null = score(catalogue, zero, 0.0), score(catalogue, null, 0.0)
    assert at_zero.answered == at_null.answered + len(item.skills)
    rest, beside_it = item_ratings(numbers, null), item_ratings(numbers, zero)
    each_role = zip(
        numbers.coefficients,
        match_points(numbers, rest),
        match_points(numbers, beside_it),
        strict=True,
    )
    for row, of_null, of_zero in each_role:
        at_the_mean, at_0 = of_null * points_per_level(beside_it), of_zero * points_per_level(rest)
        assert at_the_mean > at_0 if row[place] and rest.total else at_the_mean >= at_0
    for role in catalogue.roles:
        for stage in STAGES:
            required = any(
                not set(skills).isdisjoint(item.skills)
                and all(null.get(skill) is None for skill in skills)
                for each in role.stages[stage].requirements
                for skills in [catalogue.item[each.item].skills]
            )
            one, other = (
                at_zero.stage_readiness(role.id, stage),
                at_null.stage_readiness(role.id, stage),
            )
            assert other.met == one.met
            assert (other.skipped > one.skipped) == required


@everywhere
@given(data=st.data())
def test_property_7_a_skip_never_raises_readiness_nor_takes_from_what_may_be_met(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    given_skills = [skill for skill, level in person.items() if level is not None]
    if not given_skills:
        return
    skipped = {**person, data.draw(st.sampled_from(given_skills), "skipped"): None}
    before, after = score(catalogue, person), score(catalogue, skipped)
    assert after.answered == before.answered - 1
    for role in catalogue.roles:
        for stage in STAGES:
            one, other = (
                before.stage_readiness(role.id, stage),
                after.stage_readiness(role.id, stage),
            )
            assert other.met <= one.met
            assert other.skipped >= one.skipped
            assert (other.core_missing or 0) >= (one.core_missing or 0)
            assert other.is_ready <= one.is_ready


@everywhere
@given(data=st.data())
def test_property_7_a_skip_widens_the_uncertainty_of_every_distance(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    place = answered_item(catalogue, person, data)
    if place is None:
        return
    numbers, scale = profiles(catalogue), catalogue.scale
    skipped = {**person, **dict.fromkeys(catalogue.items[place].skills)}
    before, after = item_ratings(numbers, person), item_ratings(numbers, skipped)
    for role, other in combinations(range(len(numbers.roles)), 2):
        narrow, wide = (margin_error(numbers, scale, some, role, other) for some in (before, after))
        assert wide >= narrow * ONE_ROUNDING
        if numbers.squares[role][other][place] and scale.skip_error > scale.item_error:
            assert wide > narrow


@everywhere
@given(data=st.data())
def test_property_7_a_skip_beside_an_answered_alternative_changes_no_uncertainty(
    where: str, data: st.DataObject
) -> None:
    catalogue, person = person_of(data, where)
    beside = [
        skill
        for item in catalogue.items
        for skill in item.skills
        if person.get(skill) is not None
        and any(person.get(other) is not None for other in item.skills if other != skill)
    ]
    if not beside:
        return
    numbers, scale = profiles(catalogue), catalogue.scale
    before, after = (
        item_ratings(numbers, some)
        for some in (person, {**person, data.draw(st.sampled_from(beside), "skipped"): None})
    )
    for role, other in combinations(range(len(numbers.roles)), 2):
        assert margin_error(numbers, scale, before, role, other) == margin_error(
            numbers, scale, after, role, other
        )
