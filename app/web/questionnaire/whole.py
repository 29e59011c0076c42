"""What the review shows: all answers, area by area, each with its choices behind it."""

from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue, Skill
from app.catalogue.text import Language, Text
from app.scoring.result import answers_needed
from app.storage.ratings import Answers
from app.web.form_errors import FieldError
from app.web.questionnaire.forms import SKIP, base, bases, token
from app.web.questionnaire.fragments import answer
from app.web.questionnaire.views import NOTHING, Again, counts
from app.web.spoken import template_in

Shown = int | str
"""A number, or the mark that stands for one."""


@dataclass(frozen=True, slots=True)
class Section:
    """An area's answers as rows, and how many of its questions are answered or skipped."""

    id: str
    name: Text
    answered: Shown
    questions: int
    rows: Markup


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All answers. `needed` is how many a ranking takes, where there are fewer; `problems` are the answers to look at again."""

    sections: tuple[Section, ...]
    bases: str
    answered: Shown
    skipped: Shown
    open: Shown
    questions: int
    needed: int | None
    problems: tuple[FieldError, ...]
    last: Area


def review_page(
    catalogue: Catalogue, language: Language, stored: Answers, again: Again = NOTHING
) -> ReviewPage:
    """The review of these answers. `again` is what a form brought, shown instead of what is stored."""
    answers = {
        id: stored[id] for id in catalogue.skill if id in stored
    }  # it may hold skills that are no longer asked

    def shown(skill: Skill) -> Markup:
        before, problem = token(answers.get(skill.id)), again.problems.get(skill.id)
        chosen = again.chosen.get(skill.id) or before
        return row(language, skill, chosen, problem, is_open=bool(problem) or chosen != before)

    def section(area: Area, answered: int) -> Section:
        skills = catalogue.skills_by_area[area.id]
        return Section(area.id, area.name, answered, len(skills), Markup().join(map(shown, skills)))

    levels = [answer.level for answer in answers.values()]
    skipped, needed = levels.count(None), answers_needed(catalogue)
    return ReviewPage(
        sections=tuple(map(section, catalogue.areas, counts(catalogue, stored))),
        bases=bases((id, again.bases.get(id) or base(answers.get(id))) for id in catalogue.skill),
        answered=len(levels) - skipped,
        skipped=skipped,
        open=len(catalogue.skills) - len(levels),
        questions=len(catalogue.skills),
        needed=needed if len(levels) - skipped < needed else None,
        problems=tuple(
            FieldError(s.id, s.name[language], again.problems[s.id])
            for s in catalogue.skills
            if s.id in again.problems
        ),
        last=catalogue.areas[-1],
    )


def row(
    language: Language,
    skill: Skill,
    chosen: str | None,
    problem: str | None = None,
    is_open: bool = False,
) -> Markup:
    """A question with its answer in words, and its choices behind it; `is_open`, or having no answer, shows those at once."""
    shown = {
        "skill": skill,
        "chosen": chosen,
        "text": _in_words(skill, language, chosen),
        "is_open": is_open or chosen is None,
    }
    made = template_in(language, "review_row.html").render(
        choices=answer(language, skill, chosen, problem), **shown
    )
    return Markup(f"{made}\n")  # noqa: S704 (a template's) # nosec B704


def _in_words(skill: Skill, language: Language, chosen: str | None) -> str:
    if chosen is None:
        return str(_("not answered yet"))
    return str(_("skipped")) if chosen == SKIP else skill.anchors[int(chosen)][language]
