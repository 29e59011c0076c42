"""An area's page, cut once: what somebody answered is put into what is the same for everybody."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from flask import render_template, url_for
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue
from app.catalogue.text import Language
from app.web.context import catalogue
from app.web.language import language
from app.web.questionnaire.views import AreaPage, Control, area_page
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look, mark

TAG, COURSE, BASES, QUESTIONS = map(mark, range(1, 5))
MOST_COURSES: Final = 256


def area_html(number: int, mine: str, page: AreaPage, status: int) -> str:
    """The page as HTML."""
    if status == 200 and not page.problems and is_plain():  # noqa: PLR2004 (as all do)
        return _filled(number, mine, page)
    return render_template("area.html", number=number, tag=mine, page=page, status=status, course=_course(page), bases=_bases(page.bases))


def _filled(number: int, mine: str, page: AreaPage) -> str:
    """The page with what is one person's put in where it stands."""
    given = {str(NUMBER): str(number), TAG: mine, COURSE: _course(page), BASES: _bases(page.bases), QUESTIONS: page.questions}
    return filled(_cut(catalogue(), page.area, look()), given)


@cache
def _cut(catalogue: Catalogue, area: Area, look: Look) -> Sheet:
    """What is the same on everybody's page of that look."""
    page, back = (
        replace(area_page(catalogue, look[0], area, {}), questions=QUESTIONS),
        url_for("questionnaire.area", number=NUMBER, area=area.id),
    )
    shown = {"number": NUMBER, "tag": TAG, "page": page, "status": 200, "course": COURSE, "bases": BASES, "form_to": back}
    return cut(lambda: render_template("area.html", **shown), TAG, COURSE, BASES, QUESTIONS)


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
