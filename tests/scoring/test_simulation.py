"""The catalogue's k and the method page's table are what the simulation says."""

import pytest

from app.catalogue.evidence import KINDS, Kind
from app.catalogue.evidence_file import load_evidence
from app.catalogue.model import STAGES, Catalogue
from tests.scoring.simulation import PEOPLE, SEED, Person, people, smallest_k, table


@pytest.fixture(scope="module")
def simulated(ours: Catalogue) -> list[Person]:
    return people(ours)


def test_k_is_the_smallest_at_which_nine_of_ten_clear_answers_repeat(ours: Catalogue, simulated: list[Person]) -> None:
    assert ours.scale.k == smallest_k(simulated)


def share(printed: str) -> float:
    return round(float(printed.rstrip("%")) / 100, 3)


def test_the_method_pages_table_is_what_the_simulation_gives(ours: Catalogue, simulated: list[Person]) -> None:
    published = load_evidence(ours).simulation
    rows = [line.rsplit(maxsplit=4) for line in table(simulated, ours.scale.k)][1:]
    found = {id: Kind(id, int(n), *map(share, shares)) for id, (n, *shares) in ((r[0].strip().removeprefix("all "), r[1:]) for r in rows)}
    wanted = [*(f"{role} {stage}" for role in ours.role for stage in STAGES), *KINDS]
    assert {kind.id: kind for kind in published.kinds} == {id: found[id] for id in wanted}
    assert (published.people, published.seed, published.k) == (PEOPLE, SEED, ours.scale.k)


def test_the_simulation_repeats_itself(ours: Catalogue) -> None:
    assert people(ours, 50, seed=1) == people(ours, 50, seed=1) != people(ours, 50, seed=2)
