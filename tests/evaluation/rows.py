"""Made-up rows with a known role. They are seeded and never real."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.evaluation.labelled_table import Indices, LabelledRow, LabelledTable, tabulate
from tests.support.strategies import make_catalogue

Chance = Callable[[str, str], float]
"""The probability that a row of the role mentions the skill."""

ROLES = ("r0", "r1", "r2")
SKILLS = tuple(f"s{n}" for n in range(8))


def even_catalogue() -> Catalogue:
    """Return three roles and eight skills with equal requirements for every role.

    Differences that a fit finds there come from the rows alone.
    """
    even = [COEFFICIENT_SUM // len(SKILLS)] * len(SKILLS)
    return make_catalogue(SKILLS, dict.fromkeys(ROLES, even))


def mentions(
    chance: Chance,
    roles: Sequence[str],
    skills: Iterable[str],
    each: int,
    seed: int,
    sources: Sequence[str] = ("",),
) -> list[LabelledRow]:
    """Return `each` rows per role, 1 where a skill is mentioned, else 0. Sources alternate."""
    rng, names = random.Random(seed), list(skills)
    return [
        LabelledRow(
            role,
            {skill: int(rng.random() < chance(role, skill)) for skill in names},
            sources[number % len(sources)],
        )
        for role in roles
        for number in range(each)
    ]


def as_required(catalogue: Catalogue, often: float = 0.6, else_: float = 0.2) -> Chance:
    """Return rows that mention the senior stage's requirements often and other skills rarely."""
    wanted = {
        role.id: {
            skill
            for each in role.stages["senior"].requirements
            for skill in catalogue.item[each.item].skills
        }
        for role in catalogue.roles
    }
    return lambda role, skill: often if skill in wanted[role] else else_


def one_sided(role: str, skill: str, often: float = 0.9, else_: float = 0.3) -> Chance:
    """One role mentions one skill more often. Everything else is the same everywhere."""
    return lambda each, other: often if (each, other) == (role, skill) else else_


def own_skill(role: str, skill: str) -> float:
    """In `even_catalogue` each role mentions its own skill more often."""
    return 0.8 if ROLES.index(role) == SKILLS.index(skill) else 0.3


def as_csv(rows: Iterable[LabelledRow], skills: Sequence[str]) -> str:
    """Return the rows as CSV with columns for role and source."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["role", "source", *skills])
    writer.writerows(
        [
            row.role,
            row.source,
            *("" if row.ratings.get(skill) is None else row.ratings[skill] for skill in skills),
        ]
        for row in rows
    )
    return text.getvalue()


def table_of(catalogue: Catalogue, people: Sequence[Ratings]) -> LabelledTable:
    """Return people with their ratings, and one more row that knows everything.

    Without that row a skill could be too rare to count.
    """
    whole = dict.fromkeys(catalogue.skill, 4)
    rows = [LabelledRow(catalogue.roles[0].id, each) for each in people] + [
        LabelledRow(catalogue.roles[0].id, whole)
    ] * len(people)
    return tabulate(catalogue, rows)


def bare(role: Sequence[int] | Indices, source: Sequence[str] | None = None) -> LabelledTable:
    """Return rows of these roles whose only column is their number."""
    number = np.arange(len(role), dtype=float)[:, None]
    return LabelledTable(
        np.array(role, np.int64),
        number,
        number,
        np.array(source or [""] * len(role)),
        np.zeros(len(role), np.int64),
    )
