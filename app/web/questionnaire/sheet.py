"""An area's page as almost everybody gets it: made once with marks where people's pages differ, and cut there.

What is kept is the same for everybody: it is made of marks, and never of what somebody answered. A page that has more to say, such as what
is wrong with a form or that something is done, is made as any other.
"""

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from flask import g, render_template, request, session, url_for
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue
from app.catalogue.text import Language
from app.extensions import token
from app.web.context import catalogue
from app.web.language import language
from app.web.questionnaire.views import AreaPage, Control, area_page
from app.web.security import is_plain_http_elsewhere
from app.web.theme import theme

NUMBER: Final = 900_000_001
"""Stands for an assessment's number: nobody has come to that one."""
TAG, TOKEN, COURSE, BASES, QUESTIONS = MARKS = tuple(map(Markup, "\ue000\ue001\ue002\ue003\ue004"))
"""Characters for private use, which stand in no text of ours."""
HOLES: Final = re.compile(f"({'|'.join([str(NUMBER), *MARKS])})")
MOST_COURSES: Final = 256
Look = tuple[Language, str | None, bool]
"""Language, theme, and whether the page says that others can read along."""


def area_html(number: int, mine: str, page: AreaPage, status: int) -> str:
    """The page as HTML."""
    if status == 200 and not page.problems and _is_plain():  # noqa: PLR2004 (as all do)
        return _filled(number, mine, page)
    return render_template("area.html", number=number, tag=mine, page=page, status=status, course=_course(page), bases=_bases(page.bases))


def _is_plain() -> bool:
    """Whether the address asks for nothing more, and nothing is to be told once."""
    return request.method in {"GET", "HEAD"} and not request.query_string and "_flashes" not in session


def _filled(number: int, mine: str, page: AreaPage) -> str:
    """The page with what is one person's put in where it stands."""
    given = {
        str(NUMBER): str(number),
        TAG: mine,
        TOKEN: token(),
        COURSE: _course(page),
        BASES: _bases(page.bases),
        QUESTIONS: page.questions,
    }
    pieces = _cut(catalogue(), page.area, (language(), theme(), is_plain_http_elsewhere()))
    return "".join([given.get(piece, piece) for piece in pieces])


@cache
def _cut(catalogue: Catalogue, area: Area, look: Look) -> tuple[str, ...]:
    """What is the same on everybody's page of that look, and the marks in between."""
    page = replace(area_page(catalogue, look[0], area, {}), questions=QUESTIONS)
    back, own = url_for("questionnaire.area", number=NUMBER, area=area.id), token()
    g.csrf_token = TOKEN
    try:
        made = render_template("area.html", number=NUMBER, tag=TAG, page=page, status=200, course=COURSE, bases=BASES, form_to=back)
    finally:
        g.csrf_token = own
    return tuple(HOLES.split(made))


def _course(page: AreaPage) -> Markup:
    return _shown(language(), page.area, page.place, page.controls, page.minutes_left)


@lru_cache(maxsize=MOST_COURSES)
def _shown(_: Language, area: Area, place: int, controls: tuple[Control, ...], minutes_left: int) -> Markup:
    """The way through the areas, for all who have answered as many questions of each."""
    made = render_template("area_course.html", area=area, place=place, controls=controls, minutes_left=minutes_left)
    return Markup(made)  # noqa: S704 (a template's) # nosec B704


def _bases(bases: tuple[tuple[str, str], ...]) -> Markup:
    """Ids of skills and what `base` writes: nothing in them is to be escaped."""
    return Markup("".join([f'<input type="hidden" name="base-{skill}" value="{held}">' for skill, held in bases]))  # noqa: S704 (ids and numbers) # nosec B704
