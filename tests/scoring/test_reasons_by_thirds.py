"""Reasons by the rule "thirds": only those that a person would give."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import Catalogue
from app.scoring.reasons import characteristic_items, reasons, reasons_between, required_items
from tests.scoring.cases import everywhere, person_of
from tests.support.strategies import make_catalogue


@everywhere
@given(data=st.data())
def test_a_reason_by_thirds_is_one_that_a_person_would_give(
    where: str, data: st.DataObject
) -> None:
    """A 0 speaks for nothing, and only what is required and rated low speaks against a role."""
    drawn, ratings = person_of(data, where)
    catalogue, most = replace(drawn, rule="thirds"), len(drawn.items)
    role, other = (data.draw(st.sampled_from(list(catalogue.role)), each) for each in "ab")
    required = required_items(catalogue, role)
    found = [(reasons(catalogue, ratings, role, most), characteristic_items(catalogue, role))]
    if other != role:
        either = characteristic_items(catalogue, role) | characteristic_items(catalogue, other)
        found.append((reasons_between(catalogue, ratings, role, other, most), either))
    for each, characteristic in found:
        assert {
            reason.item for reason in (*each.speaks_for, *each.speaks_against)
        } <= characteristic
        assert all(reason.rating > 0 for reason in each.speaks_for)
        assert all(reason.above or reason.item not in required for reason in each.speaks_for)
        assert all(reason.item in required for reason in each.speaks_against)
        assert not any(reason.above for reason in each.speaks_against)


def test_characteristic_items_are_required_or_clearly_above_the_other_roles(
    small: Catalogue,
) -> None:
    thirds = replace(small, rule="thirds")
    assert characteristic_items(small, "thinker") == {"a", "b", "g"}
    assert required_items(thirds, "thinker") == {"b"}
    assert characteristic_items(thirds, "thinker") == {"b"}
    # runner requires g and a; b counts less for it than for the others
    assert characteristic_items(thirds, "runner") == {"a", "g"}
    rows = {"one": [600_000, 400_000], "other": [400_000, 600_000]}
    closer = make_catalogue(["a", "b"], rows, rule="thirds")  # all stages require a
    assert characteristic_items(closer, "other") == {"a"}
    rows = {"one": [700_000, 300_000], "other": [400_000, 600_000]}
    apart = make_catalogue(["a", "b"], rows, rule="thirds")
    assert characteristic_items(apart, "other") == {"a", "b"}
