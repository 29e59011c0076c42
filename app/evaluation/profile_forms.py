"""Forms of role profiles, from simple shares to the fitted one in use.

A form turns tables into directions: an array of shape (roles, items), one direction for each role.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from app.catalogue.model import STAGES, Catalogue
from app.evaluation.bounds import alternatives, evidence_bounds
from app.evaluation.labelled_table import RARE, LabelledTable, centred, shares_of
from app.evaluation.regression import Array, Bounds, Sample, fit_directions
from app.evaluation.simulation import BEGINNER, rate, true_levels
from app.scoring.profiles import profiles

SHRINKAGE: Final = 10
"""Number of rows of the whole table with which a role's share is mixed, so that few rows have
little influence (additive shrinkage toward the overall share)."""
SPREAD: Final = 3.0
"""Length of the directions at the start of a fit. A mention of an item of average weight then
changes the odds of a role by half."""
SHARES_TO_JUDGEMENT: Final = 0.75
"""Weight of the postings' shares in the start, relative to the expert's judgement. Between 0.5 and
2 balanced accuracy on new rows changes by 0.02 or less, which is its standard error. Judgement
weighs a little more, because postings hardly ever name mathematics."""
SIMULATED: Final = 4000
"""Number of simulated people that a fit uses."""
SIMULATED_SEED: Final = 1
PULL: Final = 0.32
"""Ridge penalty toward the start. Chosen once, on our own tables, from 0.02, 0.04, 0.08, 0.16 and
0.32 by cross-validation over roles and sources: accuracy on new rows is highest with it, and no
other figure changes by more than reshuffling the folds does."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each kind of rows in the fit."""

    postings: float = 1.0
    people: float = 2.0
    simulated: float = 0.5


@dataclass(frozen=True, eq=False)
class TrainingData:
    """What a fit uses: a catalogue with its requirements, and rows of postings and of people."""

    catalogue: Catalogue
    postings: LabelledTable | None
    people: LabelledTable | None

    @property
    def roles(self) -> int:
        """Return the number of the catalogue's roles."""
        return len(self.catalogue.roles)

    @property
    def tables(self) -> Mapping[str, LabelledTable]:
        """Return the tables that are present, by name."""
        return {
            name: table
            for name, table in (("postings", self.postings), ("people", self.people))
            if table is not None
        }

    def table(self, name: str) -> LabelledTable:
        """Return the table of that name, or raise KeyError."""
        return self.tables[name]

    @cached_property
    def bounds(self) -> Bounds:
        """Return what the fit must respect."""
        return evidence_bounds(self.catalogue, self.postings)

    def replacing(self, name: str, table: LabelledTable) -> "TrainingData":
        """Return the same data with other rows in the table of that name."""
        return replace(self, postings=table) if name == "postings" else replace(self, people=table)


class SimulatedRows:
    """People simulated from a catalogue's requirements, drawn once."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def table(self) -> LabelledTable:
        """Return the self-ratings of SIMULATED people, without the beginners, who have no role."""
        rng = random.Random(SIMULATED_SEED)  # noqa: S311 (a simulation) # nosec B311
        numbers = profiles(self._catalogue)
        drawn = [
            (kind, rate(self._catalogue, levels, rng))
            for kind, levels in true_levels(self._catalogue, SIMULATED, rng)
        ]
        labelled = [
            (numbers.place(kind.split()[0]), ratings) for kind, ratings in drawn if kind != BEGINNER
        ]
        levels = np.array(
            [[float(ratings[item]) for item in numbers.items] for _, ratings in labelled]
        )
        roles = np.array([role for role, _ in labelled])
        none = np.array([""] * len(labelled))
        return LabelledTable(roles, levels, levels, none, np.zeros(len(labelled), np.int64))


def expert_directions(catalogue: Catalogue) -> Array:
    """Return the expert's judgement as directions of length 1.

    An item's value is level × √weight, summed over the role's three stages. Alternatives of the
    role's own share it.
    """
    places = {item.id: place for place, item in enumerate(catalogue.items)}
    directions = np.zeros((len(catalogue.roles), len(places)))
    for index, role in enumerate(catalogue.roles):
        for stage in STAGES:
            for each in role.stages[stage].requirements:
                items = alternatives(catalogue, each)
                for item in items:
                    directions[index, places[item]] += each.level * each.weight**0.5 / len(items)
    return _unit(directions)


def centred_shares(table: LabelledTable, roles: int) -> Array:
    """Return per role the share of rows with an item minus the mean role's, as unit directions.

    0 where the table has no answers.
    """
    return _unit(_less_mean(_shares(table, roles, 0.0)))


def shrunken_shares(table: LabelledTable, roles: int) -> Array:
    """Return `centred_shares` with each share mixed with SHRINKAGE rows of the whole table."""
    return _unit(_less_mean(_shares(table, roles, SHRINKAGE)))


def log_odds(table: LabelledTable, roles: int) -> Array:
    """Return logits of the shrunken shares minus the mean role's: naive Bayes weights."""
    shares = np.clip(_shares(table, roles, SHRINKAGE), RARE / SHRINKAGE, 1 - RARE / SHRINKAGE)
    return _unit(_less_mean(np.log(shares / (1 - shares))))


def _shares(table: LabelledTable, roles: int, mixed: float) -> Array:
    overall = shares_of(table.levels, table.weight)
    shares = np.full((roles, table.levels.shape[1]), np.nan)
    for role in table.roles:
        rows = table.where(table.role == role)
        own, count = np.nan_to_num(shares_of(rows.levels, rows.weight)), rows.weight.sum()
        shares[role] = (own * count + mixed * overall) / (count + mixed)
    return shares


def _less_mean(values: Array) -> Array:
    """Return each item minus the mean of the roles that have a value; 0 where there is none."""
    known = ~np.isnan(values)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, values - mean, 0.0)


def _unit(directions: Array) -> Array:
    """Return centred directions of length 1; a direction of length 0 stays 0."""
    middle = directions - directions.mean(axis=1, keepdims=True)
    length = np.linalg.norm(middle, axis=1, keepdims=True)
    return np.asarray(middle / np.where(length == 0, 1.0, length))


def starting_directions(data: TrainingData) -> Array:
    """Return where a fit starts and what its penalty pulls toward.

    This is the expert's judgement, plus the postings' shrunken shares if there are postings.
    """
    directions = expert_directions(data.catalogue)
    if data.postings is not None:
        shares = shrunken_shares(data.postings, data.roles)
        directions = directions - directions.mean(axis=0) + SHARES_TO_JUDGEMENT * shares
    return np.asarray(SPREAD * directions / np.linalg.norm(directions, axis=1, keepdims=True))


def fitted_directions(
    data: TrainingData,
    simulated: SimulatedRows,
    weights: Weights | None = None,
    pull: float = PULL,
) -> Array:
    """Return the form in use: fitted to postings, people and simulated people together."""
    weights = weights or Weights()
    tables = (
        (data.postings, weights.postings),
        (data.people, weights.people),
        (simulated.table if weights.simulated else None, weights.simulated),
    )
    samples = [
        Sample(centred(table.levels), table.role, table.roles, weight, table.weight)
        for table, weight in tables
        if table is not None and weight
    ]
    return fit_directions(starting_directions(data), samples, pull, data.bounds)


Form = Callable[[TrainingData, SimulatedRows], Array]


def _from_tables(function: Callable[[LabelledTable, int], Array]) -> Form:
    """Return a form that is computed from each table by itself; two tables are added."""
    return lambda data, _: np.asarray(
        sum(function(table, data.roles) for table in data.tables.values())
    )


def _weighted(weights: Weights) -> Form:
    """Return the form in use with other weights."""
    return lambda data, simulated: fitted_directions(data, simulated, weights)


COMPARED: Final[Mapping[str, Form]] = {
    "judged": lambda data, _: expert_directions(data.catalogue),
    "shares": _from_tables(centred_shares),
    "shrunken_shares": _from_tables(shrunken_shares),
    "log_odds": _from_tables(log_odds),
    "fitted_postings": _weighted(Weights(people=0.0, simulated=0.0)),
    "fitted_people": _weighted(Weights(postings=0.0, simulated=0.0)),
    "fitted_both": _weighted(Weights(simulated=0.0)),
    "fitted_all": fitted_directions,
}
"""The forms that are compared, by the ids of evidence.toml. The last one is in use."""
