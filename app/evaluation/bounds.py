"""What coefficients must respect, whatever else the rows say.

First, where two roles' shares in recent postings differ clearly, their coefficients differ the same
way. Second, a person with exactly a stage's requirements is closest to that stage's role.
"""

from collections.abc import Iterator, Mapping
from itertools import permutations, product
from typing import Final, NamedTuple

import numpy as np

from app.catalogue.model import (
    CLEAR_DIFFERENCE,
    MIN_POSTINGS,
    STAGES,
    Catalogue,
    Requirement,
    Role,
    Stage,
)
from app.evaluation.labelled_table import LabelledTable, centred, shares_of
from app.evaluation.regression import Array, Bounds

LEAST_LEAD: Final = 0.2
"""Least difference of two directions at an item. After rounding to coefficients of whole thousands
it is still above 0, also if the penalty leaves a few hundredths missing."""
LEAST_MATCH: Final = 1.0
"""Least distance, in the units of a match by directions, of an exact person's role to the next."""


class Difference(NamedTuple):
    """An item that the postings of one role mention clearly more often than those of another."""

    more: int
    less: int
    item: int


def clear_differences(table: LabelledTable) -> Iterator[Difference]:
    """Yield every clear difference between two roles' shares in the table's recent rows."""
    recent = table.where(table.recent)
    roles = {role: recent.levels[recent.role == role] for role in recent.roles}
    shares = {
        role: np.nan_to_num(shares_of(levels))
        for role, levels in roles.items()
        if len(levels) >= MIN_POSTINGS
    }
    for more, less in permutations(shares, 2):
        for item in np.flatnonzero(shares[more] - shares[less] > CLEAR_DIFFERENCE):
            yield Difference(more, less, int(item))


def evidence_bounds(catalogue: Catalogue, postings: LabelledTable | None) -> Bounds:
    """Return the bounds of a fit. Rows are centred, so that they bound the coefficients, too."""
    size = len(catalogue.items)
    unit = np.eye(size) - 1 / size
    leads = [] if postings is None else list(clear_differences(postings))
    people = list(_exact_rows(catalogue))
    rows = [_lead(catalogue, more, less, unit[item]) for more, less, item in leads]
    least = [LEAST_LEAD] * len(rows)
    for role, person in people:
        others = [other for other in range(len(catalogue.roles)) if other != role]
        rows += [_lead(catalogue, role, other, person) for other in others]
        least += [LEAST_MATCH] * len(others)
    return Bounds(np.array(rows), np.array(least))


def _lead(catalogue: Catalogue, role: int, other: int, row: Array) -> Array:
    """Return the coefficients of the lead of one role over another at a centred row."""
    lead = np.zeros((len(catalogue.roles), len(catalogue.items)))
    lead[role], lead[other] = row, -row
    return lead.ravel()


def alternatives(catalogue: Catalogue, requirement: Requirement) -> tuple[str, ...]:
    """Return the items of which one is required: the role's own alternatives, or a single item."""
    if not requirement.any_of:
        return (requirement.item,)
    item_of = {skill: item.id for item in catalogue.items for skill in item.skills}
    return tuple(dict.fromkeys(item_of[skill] for skill in requirement.any_of))


def exact_levels(catalogue: Catalogue, role: Role, stage: Stage) -> Iterator[Mapping[str, int]]:
    """Yield the levels of items that are exactly a stage's requirements, all others 0.

    One for each choice of the role's own alternatives.
    """
    requirements = role.stages[stage].requirements
    for chosen in product(*(alternatives(catalogue, each) for each in requirements)):
        levels = {item: each.level for item, each in zip(chosen, requirements, strict=True)}
        yield {item.id: levels.get(item.id, 0) for item in catalogue.items}


def _exact_rows(catalogue: Catalogue) -> Iterator[tuple[int, Array]]:
    """Yield the role's index and the centred row of every person with exact requirements."""
    for index, role in enumerate(catalogue.roles):
        for stage in STAGES:
            for levels in exact_levels(catalogue, role, stage):
                yield index, centred(np.array([[*levels.values()]], float))[0]
