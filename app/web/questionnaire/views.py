"""What the questionnaire's pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from flask_babel import gettext as _
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue, Skill
from app.catalogue.text import Language, Text
from app.storage.ratings import Answer, Answers
from app.web.form_errors import FieldError
from app.web.questionnaire.forms import base, bases, level, token
from app.web.questionnaire.fragments import question, question_with_problem

Counts = tuple[int, ...]
"""How many questions of each area are answered or skipped, in the order of the areas."""
SECONDS_A_QUESTION = 12
"""Reading six short sentences and choosing one; used only to say about how long is left."""


@dataclass(frozen=True, slots=True)
class Control:
    """One of the course's six controls: an area, and how much of it is answered or skipped."""

    id: str
    name: Text
    place: int
    answered: int
    questions: int

    @property
    def open(self) -> int:
        """How many are neither answered nor skipped."""
        return self.questions - self.answered

    @property
    def done(self) -> bool:
        return not self.open


@dataclass(frozen=True, slots=True)
class AreaPage:
    """An area's page. `problems` are the answers to look at again."""

    area: Area
    questions: Markup
    bases: str
    problems: tuple[FieldError, ...]
    before: Area | None
    after: Area | None


@dataclass(frozen=True, slots=True)
class Again:
    """A form that comes back: its choices, what each question held when the form was made, and what is wrong with which."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


NOTHING = Again()


def counts(catalogue: Catalogue, answers: Answers) -> Counts:
    """How many of each area's questions are answered or skipped."""
    known = frozenset(answers)
    return tuple(len(known & skills) for skills in _skills(catalogue))


def course(catalogue: Catalogue, counts: Counts) -> tuple[Control, ...]:
    """The areas, each with how much of it is answered or skipped."""
    areas = zip(catalogue.areas, counts, _skills(catalogue), strict=True)
    return tuple(
        Control(area.id, area.name, place, count, len(skills))
        for place, (area, count, skills) in enumerate(areas, 1)
    )


def minutes_left(catalogue: Catalogue, counts: Counts) -> int:
    """About how long the other questions take."""
    return -(-(len(catalogue.skills) - sum(counts)) * SECONDS_A_QUESTION // 60)


def first_unanswered(catalogue: Catalogue, answers: Answers) -> str | None:
    """The first area with a question that is neither answered nor skipped."""
    areas = zip(catalogue.areas, counts(catalogue, answers), _skills(catalogue), strict=True)
    return next((area.id for area, count, skills in areas if count < len(skills)), None)


@cache
def _skills(catalogue: Catalogue) -> tuple[frozenset[str], ...]:
    """The ids of each area's skills."""
    return tuple(
        frozenset(skill.id for skill in catalogue.skills_by_area[area.id])
        for area in catalogue.areas
    )


def area_page(
    catalogue: Catalogue,
    language: Language,
    area: Area,
    answers: Answers,
    again: Again = NOTHING,
) -> AreaPage:
    """The page of an area. `again` is what a form brought, shown instead of what is stored."""
    chosen, problems = again.chosen, again.problems
    skills = catalogue.skills_by_area[area.id]
    shown = {s.id: chosen.get(s.id) or token(answers.get(s.id)) for s in skills}
    place = catalogue.areas.index(area)
    return AreaPage(
        area=area,
        questions=Markup("").join(
            question_with_problem(catalogue, language, s, shown[s.id], problems[s.id])
            if s.id in problems
            else question(catalogue, language, s, shown[s.id])
            for s in skills
        ),
        bases=bases((s.id, again.bases.get(s.id) or base(answers.get(s.id))) for s in skills),
        problems=tuple(
            FieldError(s.id, s.name[language], problems[s.id]) for s in skills if s.id in problems
        ),
        before=catalogue.areas[place - 1] if place else None,
        after=catalogue.areas[place + 1] if place + 1 < len(catalogue.areas) else None,
    )


def conflict(skill: Skill, language: Language, stored: Answer, chosen: str) -> str:
    """Both values of an answer that was changed elsewhere in the meantime."""
    both = _(
        "This answer was changed in another window. Kept there: %(kept)s. Chosen here: %(chosen)s. Nothing was overwritten. "
        "If the choice shown below is right, go on and it will be kept.",
        kept=in_words(skill, language, stored.level),
        chosen=in_words(skill, language, level(chosen)),
    )
    return str(both)


def in_words(skill: Skill, language: Language, value: int | None) -> str:
    """A level as its number and deed, or that it was skipped."""
    return str(_("skipped")) if value is None else f"{value} · {skill.anchors[value][language]}"
