"""`profiles fit`: fit coefficients and k to two tables, and evaluate the result."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import permutations, product

import numpy as np

from app.catalogue.evidence import Kind, Repetition
from app.catalogue.model import CLEAR_DIFFERENCE, MIN_POSTINGS, STAGES, Catalogue, Coefficient, Role
from app.evaluation.bounds import exact_levels
from app.evaluation.coefficients import whole_coefficients
from app.evaluation.comparison import Comparison, compare_forms, cross_validate
from app.evaluation.cross_validation import Classifier, by_role, by_source
from app.evaluation.labelled_table import Indices, LabelledTable, shares_of
from app.evaluation.profile_forms import SimulatedRows, TrainingData, fitted_directions
from app.evaluation.repetition import measure_repetition
from app.evaluation.simulation import ratings_of, simulate_people, smallest_k, summarise
from app.scoring.result import Result, score

SOURCES: Mapping[tuple[bool, bool], str] = {
    (True, True): "postings_people",
    (True, False): "postings",
    (False, True): "people",
    (False, False): "expert",
}
"""Whether postings and people have rows for a role's item → the id of the coefficient's source."""


@dataclass(frozen=True, eq=False, slots=True)
class FitResult:
    """A catalogue with fitted coefficients and k, and how well they do."""

    catalogue: Catalogue
    kinds: tuple[Kind, ...]
    """Figures of the simulated people."""
    repetitions: tuple[Repetition, ...]
    """Whether their chances come true."""
    comparisons: Mapping[str, Comparison]
    """By table, "postings" or "people"; "<table>_by_source" too if the table names its sources."""
    forms: Mapping[str, Mapping[str, Mapping[str, float]]]
    """Table → form → metric → value from 0 to 1."""


class PostingsContradicted(Exception):
    """Coefficients differ otherwise than recent postings do, and clearly: write nothing."""

    def __init__(self, found: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__(", ".join(" ".join(each) for each in found))
        self.found = found
        """Role that mentions an item more often, the other role, and the item."""


class OwnRoleNotFirst(Exception):
    """People with exactly a stage's requirements get another role first: write nothing."""

    def __init__(self, people: tuple[tuple[str, str], ...]) -> None:
        super().__init__(", ".join(" ".join(each) for each in people))
        self.people = people
        """Pairs of role and stage."""


def fit(
    catalogue: Catalogue,
    postings: LabelledTable,
    people: LabelledTable,
    baselines: Mapping[str, Classifier],
    on_progress: Callable[[str], None],
) -> FitResult:
    """Fit to both tables and evaluate the result. Raises OwnRoleNotFirst, PostingsContradicted.

    `on_progress` is called with the name of each step as it begins: "fitting", "simulating",
    "postings", "people", "repeating".
    """
    simulated = SimulatedRows(catalogue)
    data = TrainingData(catalogue, postings, people)
    on_progress("fitting")
    values = whole_coefficients(fitted_directions(data, simulated))
    new = with_coefficients(catalogue, values, data)
    check_own_role_first(new)
    check_clear_differences(new)
    on_progress("simulating")
    population = simulate_people(new)
    k = smallest_k(population)
    new = replace(new, scale=replace(new.scale, k=k))
    data = replace(data, catalogue=new)
    comparisons, forms = {}, {}
    for name, table in data.tables.items():
        on_progress(name)
        folds, sources = by_role(table), by_source(table)
        comparisons[name] = cross_validate(
            data, name, folds, fitted_directions, baselines, simulated
        )
        forms[name] = compare_forms(data, name, folds, simulated)
        if sources is not None:
            comparisons[f"{name}_by_source"] = cross_validate(
                data, name, sources, fitted_directions, baselines, simulated
            )
    on_progress("repeating")
    repetitions = measure_repetition(new)
    return FitResult(new, summarise(population, k), repetitions, comparisons, forms)


def check_own_role_first(catalogue: Catalogue) -> None:
    """Raise OwnRoleNotFirst if a stage's exact requirements do not put its role strictly first.

    A person who meets a stage exactly is closest to that stage's role, whichever of the role's own
    alternatives they know.
    """
    wrong = [
        (role.id, stage)
        for role, stage in product(catalogue.roles, STAGES)
        if not all(
            _is_first(score(catalogue, ratings_of(catalogue, levels)), role.id)
            for levels in exact_levels(catalogue, role, stage)
        )
    ]
    if wrong:
        raise OwnRoleNotFirst(tuple(wrong))


def check_clear_differences(catalogue: Catalogue) -> None:
    """Raise PostingsContradicted if coefficients differ otherwise than clearly differing shares.

    The shares are those of the role files, of MIN_POSTINGS postings or more in both roles.
    """
    wrong = []
    for role, other in permutations(catalogue.roles, 2):
        for one, two in zip(role.match, other.match, strict=True):
            enough = min(one.n or 0, two.n or 0) >= MIN_POSTINGS
            clear = enough and (one.share or 0.0) - (two.share or 0.0) > CLEAR_DIFFERENCE
            if clear and one.value <= two.value:
                wrong.append((role.id, other.id, one.item))
    if wrong:
        raise PostingsContradicted(tuple(wrong))


def _is_first(result: Result, role: str) -> bool:
    best, second, *_ = result.order
    return best.role == role and second.behind_points > 0


def with_coefficients(catalogue: Catalogue, values: Indices, data: TrainingData) -> Catalogue:
    """Return the catalogue with these coefficients, shape (roles, items).

    Each coefficient gets the shares of the rows that have its item, and its source.
    """
    postings, people = _shares(data.postings, catalogue), _shares(data.people, catalogue)

    def role(index: int, old: Role) -> Role:
        rows = zip(catalogue.items, values[index], postings[index], people[index], strict=True)
        return replace(
            old,
            match=tuple(
                _coefficient(item.id, int(value), one, other) for item, value, one, other in rows
            ),
        )

    return replace(
        catalogue, roles=tuple(role(index, old) for index, old in enumerate(catalogue.roles))
    )


def _coefficient(
    item: str, value: int, postings: tuple[float, int], people: tuple[float, int]
) -> Coefficient:
    (share, n), (people_share, people_n) = postings, people
    return Coefficient(
        item=item,
        value=value,
        source=SOURCES[n > 0, people_n > 0],
        share=round(share, 3) if n else None,
        n=n or None,
        people_share=round(people_share, 3) if people_n else None,
        people_n=people_n or None,
    )


def _shares(table: LabelledTable | None, catalogue: Catalogue) -> list[list[tuple[float, int]]]:
    """Return per role and item the share of the role's recent rows with it, and their number.

    0 of 0 if there is no table.
    """
    if table is None:
        return [[(0.0, 0)] * len(catalogue.items)] * len(catalogue.roles)
    shares = []
    for role in range(len(catalogue.roles)):
        levels = table.levels[(table.role == role) & table.recent]
        counts = np.count_nonzero(~np.isnan(levels), axis=0)
        shares.append(
            [(float(share), int(n)) for share, n in zip(shares_of(levels), counts, strict=True)]
        )
    return shares
