"""The forms of profile that were compared, from simple shares to the one in use; each turns tables into directions."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from app.catalogue.model import Catalogue
from app.evidence.directions import centred_shares, judged, log_odds, shrunken_shares
from app.evidence.likelihood import Array, Sample, most_likely
from app.evidence.population import BEGINNER, rated, truths
from app.evidence.table import Table, centred
from app.scoring.profiles import profiles

SPREAD: Final = 3.0
"""Length of the directions that a fit starts from: a mention in an item of average weight then moves the odds of a role by half."""
SHARES_TO_JUDGEMENT: Final = 2.0
"""How much the postings' shares weigh in the start beside the expert's judgement."""
SIMULATED: Final = 4000
SIMULATED_SEED: Final = 1
PULL: Final = 0.02
"""How strongly a fit is held near its start. Chosen once, with our own tables in sight, from 0.01, 0.02, 0.04 and 0.08 by cross-validation
over roles and sources. From 0.01 to 0.04 balanced accuracy on rows not seen moves by 0.01 or less: dealing the rows anew does more."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts in the fit."""

    postings: float = 1.0
    people: float = 2.0
    simulated: float = 0.5


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a fit may see: a catalogue with its requirements, rows of postings and of people (None: none of these)."""

    catalogue: Catalogue
    postings: Table | None
    people: Table | None

    @property
    def roles(self) -> int:
        return len(self.catalogue.roles)

    @property
    def tables(self) -> Mapping[str, Table]:
        """The tables that there are, by name."""
        return {
            name: table
            for name, table in (("postings", self.postings), ("people", self.people))
            if table is not None
        }

    def table(self, name: str) -> Table:
        """The table of that name; KeyError where there is none."""
        return self.tables[name]

    def seeing(self, name: str, table: Table) -> "Evidence":
        """The same with other rows in place of the table of that name."""
        return replace(self, postings=table) if name == "postings" else replace(self, people=table)


class Simulated:
    """People drawn from the requirements, made once for a catalogue: a fit sees them beside the real rows."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def table(self) -> Table:
        """SIMULATED practitioners' self-ratings; beginners have no role to be told by."""
        rng = random.Random(SIMULATED_SEED)  # noqa: S311 (a simulation) # nosec B311
        numbers = profiles(self._catalogue)
        drawn = [
            (kind, rated(self._catalogue, truth, rng))
            for kind, truth in truths(self._catalogue, SIMULATED, rng)
        ]
        known = [
            (numbers.place(kind.split()[0]), levels) for kind, levels in drawn if kind != BEGINNER
        ]
        levels = np.array([[float(found[item]) for item in numbers.items] for _, found in known])
        return Table(
            np.array([place for place, _ in known]), levels, levels, np.array([""] * len(known))
        )


def start(evidence: Evidence) -> Array:
    """Where a fit starts and what it is held near: the expert's judgement, and with postings their shrunken shares."""
    found = judged(evidence.catalogue)
    if evidence.postings is not None:
        found = (
            found
            - found.mean(axis=0)
            + SHARES_TO_JUDGEMENT * shrunken_shares(evidence.postings, evidence.roles)
        )
    return np.asarray(SPREAD * found / np.linalg.norm(found, axis=1, keepdims=True))


def fitted(
    evidence: Evidence, simulated: Simulated, weights: Weights | None = None, pull: float = PULL
) -> Array:
    """The form in use: shrunken toward the start, fitted to postings, people and simulated people together."""
    counts = weights or Weights()
    given = (
        (evidence.postings, counts.postings),
        (evidence.people, counts.people),
        (simulated.table if counts.simulated else None, counts.simulated),
    )
    samples = [
        Sample(centred(table.levels), table.role, table.roles, weight)
        for table, weight in given
        if table is not None and weight
    ]
    return most_likely(start(evidence), samples, pull)


Form = Callable[[Evidence, Simulated], Array]


def _from_tables(of: Callable[[Table, int], Array]) -> Form:
    """A form counted in each table alone; where there are two, their sum."""
    return lambda evidence, _: np.asarray(
        sum(of(table, evidence.roles) for table in evidence.tables.values())
    )


COMPARED: Final[Mapping[str, Form]] = {
    "judged": lambda evidence, _: judged(evidence.catalogue),
    "shares": _from_tables(centred_shares),
    "shrunken_shares": _from_tables(shrunken_shares),
    "log_odds": _from_tables(log_odds),
    "fitted_postings": lambda evidence, simulated: fitted(
        evidence, simulated, Weights(people=0.0, simulated=0.0)
    ),
    "fitted_people": lambda evidence, simulated: fitted(
        evidence, simulated, Weights(postings=0.0, simulated=0.0)
    ),
    "fitted_both": lambda evidence, simulated: fitted(evidence, simulated, Weights(simulated=0.0)),
    "fitted_all": fitted,
}
"""Each form beside the one in use, which is the last."""
