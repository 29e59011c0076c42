"""The catalogue's k is what the simulation says."""

import pytest

from app.catalogue.model import Catalogue
from tests.scoring.simulation import BEGINNER, Person, people, smallest_k, table


@pytest.fixture(scope="module")
def simulated(ours: Catalogue) -> list[Person]:
    return people(ours)


def test_k_is_the_smallest_at_which_nine_of_ten_clear_answers_repeat(ours: Catalogue, simulated: list[Person]) -> None:
    assert ours.scale.k == smallest_k(simulated)


def test_the_figures_by_kind_of_person_stay_near_those_published(ours: Catalogue, simulated: list[Person]) -> None:
    rows = [line.rsplit(maxsplit=4) for line in table(simulated, ours.scale.k)][1:]
    close = {name.strip(): float(share.rstrip("%")) for name, _, share, _, _ in rows}
    assert len(rows) == 15 + 1 + 5
    assert close["everyone"] == pytest.approx(26, abs=2)
    assert close["all practitioners"] == pytest.approx(17, abs=2)
    assert close[BEGINNER] == pytest.approx(60, abs=3)


def test_the_simulation_repeats_itself(ours: Catalogue) -> None:
    assert people(ours, 50, seed=1) == people(ours, 50, seed=1) != people(ours, 50, seed=2)
