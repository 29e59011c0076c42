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
from app.web.questionnaire.forms import SKIP, base, bases, token
from app.web.questionnaire.views import NOTHING, Again, Counts, counts, course
from app.web.questionnaire.whole import review_page, row
from app.web.sheets import NUMBER, Look, Sheet, cut, filled, is_plain, look, mark

TAG, COURSE, BASES, ANSWERED, SKIPPED, OPEN = MARKS = tuple(map(mark, range(1, 7)))
FIRST_AREA: Final = len(MARKS) + 1
MOST_COURSES: Final = 1024


class Rows(dict[str | None, bytes]):
    """A question as it looks with each choice, and with none; made when somebody first has it so."""

    def __init__(self, here: Language, skill: Skill) -> None:
        self.here, self.skill = here, skill

    def __missing__(self, choice: str | None) -> bytes:
        made = self[choice] = row(self.here, self.skill, choice).encode()
        return made


def open_review(number: int, mine: str, answers: Answers) -> str | bytes:
    """The page of an assessment that is looked over."""
    return _filled(number, mine, answers) if is_plain() else review_html(number, mine, answers)


def review_html(
    number: int, mine: str, answers: Answers, again: Again = NOTHING, status: int = 200
) -> str:
    """The page as HTML, made whole; `again` is what a form brought, shown instead of what is stored."""
    way = _course(language(), catalogue(), counts(catalogue(), answers))
    page = review_page(catalogue(), language(), answers, again)
    return render_template(
        "review.html", number=number, tag=mine, page=page, status=status, course=way
    )


def _filled(number: int, mine: str, stored: Answers) -> bytes:
    """The page with what is one person's put in where it stands."""
    content, seen, answers = catalogue(), look(), dict(stored.items())
    given, held, done, skipped = (
        dict[str, bytes | str](),
        list[tuple[str, str]](),
        counts(content, answers),
        0,
    )
    for place, area in enumerate(_rows(content, seen[0])):
        rows = list[bytes]()
        for skill, choices in area:
            answer = answers.get(skill)
            choice = token(answer)
            rows.append(choices[choice])
            held.append((skill, base(answer)))
            skipped += choice == SKIP
        given |= {_done(place): str(done[place]), _answers(place): b"".join(rows)}
    answered, open_ones = sum(done) - skipped, len(content.skills) - sum(done)
    given |= {
        ANSWERED: str(answered),
        SKIPPED: str(skipped),
        OPEN: str(open_ones),
        BASES: bases(held),
    }
    given |= {str(NUMBER): str(number), TAG: mine, COURSE: _course(seen[0], content, done)}
    return filled(_cut(content, answered < answers_needed(content), seen), given)


@cache
def _cut(catalogue: Catalogue, is_short: bool, look: Look) -> Sheet:
    """What is the same on everybody's page of that look; `is_short` for all who have answered too little for a ranking."""
    page = review_page(catalogue, look[0], {})
    sections = tuple(
        replace(each, answered=_done(place), rows=_answers(place))
        for place, each in enumerate(page.sections)
    )
    page = replace(
        page, sections=sections, bases=BASES, answered=ANSWERED, skipped=SKIPPED, open=OPEN
    )
    page = page if is_short else replace(page, needed=None)
    marks = (
        *MARKS,
        *(mark for place in range(len(sections)) for mark in (_done(place), _answers(place))),
    )
    back = url_for("questionnaire.review.look_over", number=NUMBER)
    shown = {
        "number": NUMBER,
        "tag": TAG,
        "page": page,
        "status": 200,
        "course": COURSE,
        "form_to": back,
    }
    return cut(lambda: render_template("review.html", **shown), *marks)


@cache
def _done(place: int) -> Markup:
    """The mark of how much of an area is answered, by the area's place."""
    return mark(FIRST_AREA + 2 * place)


@cache
def _answers(place: int) -> Markup:
    """The mark of an area's rows."""
    return mark(FIRST_AREA + 2 * place + 1)


@cache
def _rows(catalogue: Catalogue, here: Language) -> tuple[tuple[tuple[str, Rows], ...], ...]:
    """Each area's questions, by their skills' ids."""
    skills = (catalogue.skills_by_area[area.id] for area in catalogue.areas)
    return tuple(tuple((skill.id, Rows(here, skill)) for skill in each) for each in skills)


@lru_cache(maxsize=MOST_COURSES)
def _course(_: Language, catalogue: Catalogue, counts: Counts) -> Markup:
    """The way through the areas, for all who have answered as many questions of each."""
    made = render_template("review_course.html", controls=course(catalogue, counts))
    return Markup(made)  # noqa: S704 (a template's) # nosec B704
