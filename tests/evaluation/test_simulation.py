"""The catalogue's k and the method page's table agree with the simulation."""

from dataclasses import astuple

import pytest

from app.catalogue.evidence import KINDS, Kind
from app.catalogue.evidence_file import load_evidence
from app.catalogue.model import STAGES, Catalogue
from app.evaluation.simulation import (
    BEGINNER,
    PEOPLE,
    REPEATS,
    SEED,
    Person,
    simulate_people,
    smallest_k,
    summarise,
)
from tests.evaluation.rows import even_catalogue


@pytest.fixture(scope="module")
def simulated(ours: Catalogue) -> list[Person]:
    return simulate_people(ours)


@pytest.mark.verify
def test_k_is_the_smallest_at_which_nine_of_ten_clear_answers_repeat(
    ours: Catalogue, simulated: list[Person]
) -> None:
    assert ours.scale.k == smallest_k(simulated)
    for k, enough in ((ours.scale.k, True), (ours.scale.k - 0.01, False)):
        clear = [person.repeats for person in simulated if person.clear(k)]
        assert (sum(clear) >= REPEATS * len(clear)) == enough


@pytest.mark.verify
def test_every_line_of_the_published_table_is_what_the_simulation_gives(
    ours: Catalogue, simulated: list[Person]
) -> None:
    published = load_evidence(ours).simulation
    assert [astuple(kind) for kind in published.kinds] == [
        astuple(kind) for kind in summarise(simulated, ours.scale.k)
    ]
    assert {kind.id for kind in published.kinds} == {
        *KINDS,
        *(f"{role} {stage}" for role in ours.role for stage in STAGES),
    }
    assert (published.people, published.seed, published.k) == (PEOPLE, SEED, ours.scale.k)


def test_what_was_measured_was_measured_on_the_catalogue_that_ships(ours: Catalogue) -> None:
    assert load_evidence(ours).stale is False


@pytest.mark.verify
def test_every_role_and_stage_is_as_frequent_and_a_fifth_are_beginners(
    ours: Catalogue, simulated: list[Person]
) -> None:
    counts = {kind.id: kind.people for kind in summarise(simulated, ours.scale.k)}
    assert counts["everyone"] == PEOPLE
    assert counts[BEGINNER] == PEOPLE // 5
    assert {counts[f"{role} {stage}"] for role in ours.role for stage in STAGES} == {
        PEOPLE * 4 // 5 // 24
    }


def test_the_simulation_repeats_itself(ours: Catalogue) -> None:
    assert (
        simulate_people(ours, 50, seed=1)
        == simulate_people(ours, 50, seed=1)
        != simulate_people(ours, 50, seed=2)
    )


def person(
    clearness: float, repeats: bool, second_behind: float = 9.0, kind: str = "r0 junior"
) -> Person:
    return Person(kind, clearness, repeats, 0.0 if repeats else second_behind)


def test_k_by_hand() -> None:
    """Nine people with a clear margin get the same role again.

    One at 0.5 who does not makes nine of ten, which is enough. If there are two, k excludes both.
    """
    found = [*[person(1.0, True)] * 9, person(0.5, False), person(0.0, False)]
    assert smallest_k(found) == 0.0
    assert smallest_k([*found, person(0.5, False)]) == 0.51


def test_the_table_by_hand() -> None:
    juniors = [
        person(1.0, True),
        person(0.5, False, 0.4),
        person(0.4, True),
        person(0.0, False, 0.5),
    ]
    others = [person(0.5, True, kind=f"r0 {stage}") for stage in ("senior", "lead")]
    found = {kind.id: kind for kind in summarise([*juniors, *others], k=0.5)}
    assert found["r0 junior"] == Kind("r0 junior", 4, too_close=0.5, repeated=0.5, covered=0.75)
    assert found["lead"] == Kind("lead", 1, too_close=0.0, repeated=1.0, covered=1.0)
    assert found["everyone"] == Kind("everyone", 6, too_close=0.333, repeated=0.75, covered=0.833)


def test_roles_that_nothing_tells_apart_have_a_k_under_which_nobody_is_clear() -> None:
    same = simulate_people(even_catalogue(), 100)
    assert not any(each.clear(0.0) for each in same)
    assert smallest_k(same) == 0.0


def test_answers_that_never_repeat_have_no_k() -> None:
    with pytest.raises(ValueError, match="cannot be told apart"):
        smallest_k([person(99.0, False)] * 10)
