"""Print results and plans of some people as text, to compare two versions or machines.

Run it with `python -m tests.scoring.everything`.
"""

import locale
import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue, Ratings
from app.planning.model import Target
from app.planning.plan import plan
from app.scoring.chances import chances
from app.scoring.counterfactual import change_to_readiness
from app.scoring.gaps import gaps
from app.scoring.match import contributions
from app.scoring.reasons import reasons, reasons_between
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from tests.scoring.changes import change_to_lead, nearest_change
from tests.scoring.small import small_catalogue

PEOPLE = 3
MONDAY = date(2026, 3, 2)


def everything() -> Iterator[str]:
    """Yield one line per fact for people of our catalogue and of a small one.

    One of them has equal ratings and is between all roles.
    """
    rng = random.Random(5)
    for catalogue in (load_catalogue(), small_catalogue()):
        yield from said(catalogue, dict.fromkeys(catalogue.skill, 2))
        for _ in range(PEOPLE):
            yield from said(
                catalogue,
                {skill: rng.choice([None, *range(TOP_LEVEL + 1)]) for skill in catalogue.skill},
            )


def said(catalogue: Catalogue, ratings: Ratings) -> Iterator[str]:
    yield result_to_json(score(catalogue, ratings))
    yield repr(nearest_change(catalogue, ratings))
    yield repr(chances(catalogue, ratings))
    for role in catalogue.role:
        yield repr(contributions(catalogue, ratings, role))
        yield repr(reasons(catalogue, ratings, role))
        yield repr(change_to_lead(catalogue, ratings, role))
        yield from (
            repr(reasons_between(catalogue, ratings, role, other)) for other in catalogue.role
        )
        for stage in STAGES:
            yield repr(gaps(requirements_of(catalogue, role, stage), ratings))
            yield repr(
                change_to_readiness(catalogue, ratings, requirements_of(catalogue, role, stage))
            )
            yield repr(plan(catalogue, ratings, Target(role, stage), 6, MONDAY))


if __name__ == "__main__":
    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    print(*everything(), sep="\n")
