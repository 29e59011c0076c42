"""Made-up rows whose role is known: seeded, and never real ones."""

import csv
import io
import random
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings
from app.evaluation.labelled_table import Indices, LabelledRow, LabelledTable, tabulate
from tests.support.strategies import make_catalogue

Chance = Callable[[str, str], float]
"""Role and skill → the chance that a row of the role mentions the skill."""

ROLES = ("r0", "r1", "r2")
SKILLS = tuple(f"s{n}" for n in range(8))


def even_catalogue() -> Catalogue:
    """Three roles and eight skills that no requirement tells apart: what a fit finds there, it has from the rows."""
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
    """So many rows of each role, 1 where a skill is mentioned, else 0; the sources take turns."""
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
    """Rows as the senior stage's requirements would have them, which are mentioned often, all else seldom."""
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
    """One role mentions one skill plainly more often; everything else is the same everywhere."""
    return lambda each, other: often if (each, other) == (role, skill) else else_


def own_skill(role: str, skill: str) -> float:
    """Of `even_catalogue`: each role mentions its own skill plainly more often."""
    return 0.8 if ROLES.index(role) == SKILLS.index(skill) else 0.3


def as_csv(rows: Iterable[LabelledRow], skills: Sequence[str]) -> str:
    """The rows as a file, with columns for their role and source."""
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
    """People as they are; one more row, who knows everything, keeps a skill from being too rare to count."""
    whole = dict.fromkeys(catalogue.skill, 4)
    rows = [LabelledRow(catalogue.roles[0].id, each) for each in people] + [
        LabelledRow(catalogue.roles[0].id, whole)
    ] * len(people)
    return tabulate(catalogue, rows)


def bare(role: Sequence[int] | Indices, source: Sequence[str] | None = None) -> LabelledTable:
    """Rows of these roles that are told apart by their only column, their number."""
    number = np.arange(len(role), dtype=float)[:, None]
    return LabelledTable(
        np.array(role, np.int64), number, number, np.array(source or [""] * len(role))
    )
