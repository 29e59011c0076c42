"""The catalogue's k is what the simulation says."""

import pytest

from app.catalogue.model import KINDS, Catalogue
from tests.scoring.simulation import Person, people, smallest_k, table


@pytest.fixture(scope="module")
def simulated(ours: Catalogue) -> list[Person]:
    return people(ours)


def test_k_is_the_smallest_at_which_nine_of_ten_clear_answers_repeat(ours: Catalogue, simulated: list[Person]) -> None:
    assert ours.scale.k == smallest_k(simulated)


def test_the_shares_told_too_close_are_those_published(ours: Catalogue, simulated: list[Person]) -> None:
    rows = [line.rsplit(maxsplit=4) for line in table(simulated, ours.scale.k)][1:]
    close = {name.strip().removeprefix("all "): round(float(share.rstrip("%")) / 100, 3) for name, _, share, _, _ in rows}
    assert len(rows) == 15 + 1 + 5
    assert {kind: close[kind] for kind in KINDS} == ours.scale.too_close


def test_the_simulation_repeats_itself(ours: Catalogue) -> None:
    assert people(ours, 50, seed=1) == people(ours, 50, seed=1) != people(ours, 50, seed=2)
