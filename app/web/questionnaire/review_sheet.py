"""The review, cut once: what somebody answered is put into what is the same for everybody."""

from dataclasses import replace
from functools import cache, lru_cache
from typing import Final

from flask import render_template, url_for
from markupsafe import Markup

from app.catalogue.model import Catalogue, Skill
from app.catalogue.text import Language
from app.scoring.result import answers_needed
from app.storage.ratings import Answers
from app.web.context import catalogue
from app.web.language import language
from app.web.questionnaire.forms import CHOICES, base, token
from app.web.questionnaire.views import NOTHING, Again, Counts, counts, course
from app.web.questionnaire.whole import held_by, review_page, row
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look, mark

TAG, COURSE, BASES, ANSWERED, SKIPPED, OPEN = MARKS = tuple(map(mark, range(1, 7)))
FIRST_AREA: Final = len(MARKS) + 1
MOST_COURSES: Final = 1024
Rows = dict[str | None, Markup]
"""A question as it looks with each choice, and with none."""


def review_html(number: int, mine: str, answers: Answers, again: Again = NOTHING, status: int = 200) -> str:
    """The page as HTML; `again` is what a form brought, shown instead of what is stored."""
    if status == 200 and again is NOTHING and is_plain():  # noqa: PLR2004 (as all do)
        return _filled(number, mine, answers)
    way = _course(language(), catalogue(), counts(catalogue(), answers))
    page = review_page(catalogue(), language(), answers, again)
    return render_template("review.html", number=number, tag=mine, page=page, status=status, course=way)


def _filled(number: int, mine: str, stored: Answers) -> str:
    """The page with what is one person's put in where it stands."""
    content, seen, answers = catalogue(), look(), dict(stored.items())
    bases, skipped, done = list[str](), 0, counts(content, answers)
    given = {str(NUMBER): str(number), TAG: mine, COURSE: _course(seen[0], content, done)}
    for place, area in enumerate(_rows(content, seen[0])):
        rows = list[str]()
        for skill, choices in area:
            held = answers.get(skill)
            rows.append(choices[token(held)])
            bases.append(held_by(skill, base(held)))
            skipped += held is not None and held.level is None
        given[_mark_of_done(place)], given[_mark_of_rows(place)] = str(done[place]), "".join(rows)
    answered = sum(done) - skipped
    given |= {ANSWERED: str(answered), SKIPPED: str(skipped), OPEN: str(len(content.skills) - sum(done)), BASES: "".join(bases)}
    return filled(_cut(content, answered < answers_needed(content), seen), given)


@cache
def _cut(catalogue: Catalogue, is_short: bool, look: Look) -> Sheet:
    """What is the same on everybody's page of that look; `is_short` for all who have answered too little for a ranking."""
    page = review_page(catalogue, look[0], {})
    sections = tuple(
        replace(each, answered=_mark_of_done(place), rows=_mark_of_rows(place)) for place, each in enumerate(page.sections)
    )
    page = replace(page, sections=sections, bases=BASES, answered=ANSWERED, skipped=SKIPPED, open=OPEN)
    page = page if is_short else replace(page, needed=None)
    marks = (*MARKS, *(mark for place in range(len(sections)) for mark in (_mark_of_done(place), _mark_of_rows(place))))
    back = url_for("questionnaire.review.look_over", number=NUMBER)
    shown = {"number": NUMBER, "tag": TAG, "page": page, "status": 200, "course": COURSE, "form_to": back}
    return cut(lambda: render_template("review.html", **shown), *marks)


def _mark_of_done(place: int) -> Markup:
    return mark(FIRST_AREA + 2 * place)


def _mark_of_rows(place: int) -> Markup:
    return mark(FIRST_AREA + 2 * place + 1)


@cache
def _rows(catalogue: Catalogue, here: Language) -> tuple[tuple[tuple[str, Rows], ...], ...]:
    """Each area's questions, by their skills' ids."""

    def rows(skill: Skill) -> Rows:
        return {choice: row(here, skill, choice) for choice in (None, *CHOICES)}

    return tuple(tuple((skill.id, rows(skill)) for skill in catalogue.skills_by_area[area.id]) for area in catalogue.areas)


@lru_cache(maxsize=MOST_COURSES)
def _course(_: Language, catalogue: Catalogue, counts: Counts) -> Markup:
    """The way through the areas, for all who have answered as many questions of each."""
    made = render_template("review_course.html", controls=course(catalogue, counts))
    return Markup(made)  # noqa: S704 (a template's) # nosec B704
