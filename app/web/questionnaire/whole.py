"""What the review shows: all answers, area by area, each with its choices behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from app.catalogue.model import Area, Catalogue, Skill
from app.catalogue.text import Language
from app.scoring.result import answers_needed
from app.storage.ratings import Answers
from app.web.questionnaire.forms import SKIP, base, token
from app.web.questionnaire.fragments import answer, answer_with_problem
from app.web.questionnaire.views import NOTHING, Again, Control, counts, course
from app.web.wrong import Wrong


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question with its answer in words, and its choices; `is_open` shows those at once."""

    skill: Skill
    chosen: str | None
    text: str
    choices: Markup
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All answers. `rows` is by area id; `needed` is how many answers a ranking takes; `problems` are the answers to look at again."""

    controls: tuple[Control, ...]
    rows: Mapping[str, tuple[ReviewRow, ...]]
    bases: tuple[tuple[str, str], ...]
    answered: int
    skipped: int
    questions: int
    needed: int
    problems: tuple[Wrong, ...]
    last: Area


def review_page(catalogue: Catalogue, language: Language, stored: Answers, again: Again = NOTHING) -> ReviewPage:
    """The review of these answers. `again` is what a form brought, shown instead of what is stored."""
    answers = {id: stored[id] for id in catalogue.skill if id in stored}  # it may hold skills that are no longer asked

    def row(skill: Skill) -> ReviewRow:
        before, problem = token(answers.get(skill.id)), again.problems.get(skill.id)
        chosen = again.chosen.get(skill.id) or before
        choices = answer_with_problem(language, skill, chosen, problem) if problem else answer(language, skill, chosen)
        return ReviewRow(skill, chosen, _in_words(skill, language, chosen), choices, bool(problem) or chosen != before)

    return ReviewPage(
        controls=course(catalogue, counts(catalogue, answers)),
        rows={area: tuple(row(skill) for skill in skills) for area, skills in catalogue.skills_by_area.items()},
        bases=tuple((id, again.bases.get(id) or base(answers.get(id))) for id in catalogue.skill),
        answered=sum(a.level is not None for a in answers.values()),
        skipped=sum(a.level is None for a in answers.values()),
        questions=len(catalogue.skills),
        needed=answers_needed(catalogue),
        problems=tuple(Wrong(s.id, s.name[language], again.problems[s.id]) for s in catalogue.skills if s.id in again.problems),
        last=catalogue.areas[-1],
    )


def _in_words(skill: Skill, language: Language, chosen: str | None) -> str:
    if chosen is None:
        return str(_("not answered yet"))
    return str(_("skipped")) if chosen == SKIP else skill.anchors[int(chosen)][language]
