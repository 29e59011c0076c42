"""An area's page, cut once: what somebody answered is put into what is the same for everybody."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from flask import render_template, url_for
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue, Skill
from app.catalogue.text import Language
from app.storage.ratings import Answers
from app.web.context import catalogue
from app.web.language import language
from app.web.questionnaire.forms import CHOICES, base, bases, token
from app.web.questionnaire.fragments import question
from app.web.questionnaire.views import (
    NOTHING,
    Again,
    Counts,
    area_page,
    counts,
    course,
    minutes_left,
)
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look, mark

TAG, COURSE, BASES, QUESTIONS = map(mark, range(1, 5))
MOST_COURSES: Final = 1024
Choices = dict[str | None, bytes]
"""A question as it looks with each choice, and with none."""


def area_html(
    number: int, mine: str, area: Area, answers: Answers, again: Again = NOTHING, status: int = 200
) -> str | bytes:
    """The page as HTML; `again` is what a form brought, shown instead of what is stored."""
    if status == 200 and again is NOTHING and is_plain():  # noqa: PLR2004 (as all do)
        return _filled(number, mine, area, answers)
    page = area_page(catalogue(), language(), area, answers, again)
    way = _course(language(), catalogue(), area, counts(catalogue(), answers))
    return render_template(
        "area.html", number=number, tag=mine, page=page, status=status, course=way
    )


def _filled(number: int, mine: str, area: Area, answers: Answers) -> bytes:
    """The page with what is one person's put in where it stands."""
    content, seen = catalogue(), look()
    here, questions, held = seen[0], list[bytes](), list[tuple[str, str]]()
    for skill, choices in _choices(content, here, area):
        answer = answers.get(skill)
        questions.append(choices[token(answer)])
        held.append((skill, base(answer)))
    way = _course(here, content, area, counts(content, answers))
    given: dict[str, bytes | str] = {
        str(NUMBER): str(number),
        TAG: mine,
        COURSE: way,
        BASES: bases(held),
        QUESTIONS: b"".join(questions),
    }
    return filled(_cut(content, area, seen), given)


@cache
def _cut(catalogue: Catalogue, area: Area, look: Look) -> Sheet:
    """What is the same on everybody's page of that look."""
    page = replace(area_page(catalogue, look[0], area, {}), questions=QUESTIONS, bases=BASES)
    back = url_for("questionnaire.area", number=NUMBER, area=area.id)
    shown = {
        "number": NUMBER,
        "tag": TAG,
        "page": page,
        "status": 200,
        "course": COURSE,
        "form_to": back,
    }
    return cut(lambda: render_template("area.html", **shown), TAG, COURSE, BASES, QUESTIONS)


@cache
def _choices(catalogue: Catalogue, here: Language, area: Area) -> tuple[tuple[str, Choices], ...]:
    """Each question of an area by its skill's id."""

    def choices(skill: Skill) -> Choices:
        return {
            choice: question(catalogue, here, skill, choice).encode() for choice in (None, *CHOICES)
        }

    return tuple((skill.id, choices(skill)) for skill in catalogue.skills_by_area[area.id])


@lru_cache(maxsize=MOST_COURSES)
def _course(_: Language, catalogue: Catalogue, area: Area, counts: Counts) -> Markup:
    """The way through the areas, for all who have answered as many questions of each."""
    left, place = minutes_left(catalogue, counts), catalogue.areas.index(area) + 1
    made = render_template(
        "area_course.html",
        area=area,
        place=place,
        controls=course(catalogue, counts),
        minutes_left=left,
    )
    return Markup(made)  # noqa: S704 (a template's) # nosec B704
