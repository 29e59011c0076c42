"""People whose results have something to explain, and readers of the explanations."""

import random
import re
from collections.abc import Callable

from app.catalogue.text import Text
from app.scoring.reasons import Reason
from app.scoring.result import Result, score
from app.scoring.steadiness import FirstPlaces, first_places
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS, Levels, Visitor

CHANCE = random.Random(4)
CROWD: list[Levels] = [
    {skill: CHANCE.choice((None, 0, 1, 1, 2, 3)) for skill in SKILLS} for _ in range(200)
]


def someone(fits: Callable[[Result, tuple[FirstPlaces, ...]], bool]) -> Levels:
    """Return one of the simulated people, independent of today's coefficients."""
    return next(
        each for each in CROWD if fits(score(CATALOGUE, each), first_places(CATALOGUE, each))
    )


PEOPLE: dict[str, Levels] = {
    "clear": CLEAR,
    "clear by a little": someone(
        lambda result, places: result.status == "ranked" and places[1].draws > 0
    ),
    "of two": someone(lambda result, places: len(result.closest) == 2 and places[2].draws > 0),
    "of three": someone(lambda result, _: len(result.closest) == 3),
}


def in_language(reader: Visitor, text: Text) -> str:
    return text[reader.language]  # type: ignore[index]


def role_name(reader: Visitor, role: str) -> str:
    return in_language(reader, CATALOGUE.role[role].name)


def plain(html: str) -> str:
    """Return the text of a piece of the page."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def rated(reader: Visitor, levels: Levels, reason: Reason) -> str:
    """Return a skill with its rating. Of a group, it is the first one with the group's rating."""
    skill = next(
        skill for skill in CATALOGUE.item[reason.item].skills if levels.get(skill) == reason.rating
    )
    return f"{in_language(reader, CATALOGUE.skill[skill].name)} {reason.rating}: "


def section(page: Page, id: str) -> str:
    """Return the part of a result that has a third-level heading, to the end of its element."""
    return page.html.partition(f'<section><h3 id="{id}">')[2].partition("</section>\n<section>")[0]
