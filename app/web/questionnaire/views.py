"""What the templates of the question pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.catalogue.model import LEVELS, Area, Catalogue, Skill, Stage
from app.catalogue.needs import RoleNeed, counts_for_match, needs_of
from app.catalogue.text import Language, Text
from app.storage.answers import SKIP, Answers
from app.web.form_errors import FieldError
from app.web.questionnaire.forms import AnswersForm, form_value
from app.web.questionnaire.needed import NeededQuestion, needed_questions

SECONDS_PER_QUESTION = 12
"""To read six short sentences and choose one: an estimate for "about 5 minutes left"."""

NEEDS: Mapping[Stage, str] = {
    "junior": lazy_gettext("%(roles)s (from junior on, up to level %(level)s)"),
    "senior": lazy_gettext("%(roles)s (from senior on, up to level %(level)s)"),
    "lead": lazy_gettext("%(roles)s (as lead, level %(level)s)"),
}
NEEDS_SEPARATORS: Mapping[Language, str] = {"en": "; ", "ko": ", "}


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """How much of an area is answered or skipped. `place` counts the areas from 1."""

    id: str
    name: Text
    place: int
    answered: int
    questions: int

    @property
    def open(self) -> int:
        """Return how many questions are neither answered nor skipped."""
        return self.questions - self.answered


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question in one language. `options` are the form values with their texts."""

    id: str
    name: str
    meaning: str
    purpose: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the form value that is chosen, if any, and the error to show above it."""

    text: QuestionText
    chosen: str | None
    error: str


@dataclass(frozen=True, slots=True)
class AreaPage:
    """The page of an area. `loaded_versions` is the value of the form's field `bases`."""

    area: Area
    progress: tuple[AreaProgress, ...]
    place: int
    minutes_left: int
    questions: tuple[Question, ...]
    loaded_versions: str
    errors: tuple[FieldError, ...]
    before: Area | None
    after: Area | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question on the review, with its answer in words."""

    question: Question
    answer: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """An area's answers."""

    area: AreaProgress
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All answers. `needed` are the fewest questions that a ranking still takes."""

    sections: tuple[ReviewSection, ...]
    loaded_versions: str
    answered: int
    skipped: int
    open: int
    questions: int
    needed: tuple[NeededQuestion, ...]
    errors: tuple[FieldError, ...]

    @property
    def progress(self) -> tuple[AreaProgress, ...]:
        """Return the progress of every area."""
        return tuple(section.area for section in self.sections)


def area_progress(catalogue: Catalogue, answers: Answers) -> tuple[AreaProgress, ...]:
    """Return every area's progress."""
    areas = []
    for place, area in enumerate(catalogue.areas, 1):
        skills = catalogue.skills_by_area[area.id]
        answered = sum(skill.id in answers for skill in skills)
        areas.append(AreaProgress(area.id, area.name, place, answered, len(skills)))
    return tuple(areas)


def area_page(
    catalogue: Catalogue, language: Language, area: Area, answers: Answers, form: AnswersForm
) -> AreaPage:
    """Return the page of an area: what the form holds, and elsewhere what is stored."""
    progress, place = area_progress(catalogue, answers), catalogue.areas.index(area)
    skills = catalogue.skills_by_area[area.id]
    questions = tuple(_question(catalogue, language, skill, answers, form) for skill in skills)
    seconds = sum(each.open for each in progress) * SECONDS_PER_QUESTION
    return AreaPage(
        area=area,
        progress=progress,
        place=place + 1,
        minutes_left=-(-seconds // 60),
        questions=questions,
        loaded_versions=form.bases_value(answers),
        errors=_errors(questions),
        before=catalogue.areas[place - 1] if place else None,
        after=catalogue.areas[place + 1] if place + 1 < len(catalogue.areas) else None,
    )


def review_page(
    catalogue: Catalogue, language: Language, answers: Answers, form: AnswersForm
) -> ReviewPage:
    """Return the review: what the form holds, and elsewhere what is stored."""
    needed = needed_questions(catalogue, answers)
    asked = {each.skill for each in needed}
    sections = tuple(
        ReviewSection(
            area,
            tuple(
                _review_row(_question(catalogue, language, skill, answers, form), answers, asked)
                for skill in catalogue.skills_by_area[area.id]
            ),
        )
        for area in area_progress(catalogue, answers)
    )
    levels = [answers[id].level for id in catalogue.skill if id in answers]  # others are gone
    return ReviewPage(
        sections=sections,
        loaded_versions=form.bases_value(answers),
        answered=len(levels) - levels.count(None),
        skipped=levels.count(None),
        open=len(catalogue.skill) - len(levels),
        questions=len(catalogue.skill),
        needed=needed,
        errors=_errors(row.question for section in sections for row in section.rows),
    )


def _review_row(question: Question, answers: Answers, asked: set[str]) -> ReviewRow:
    """Return a row. Its choices are shown at once where they are wrong, changed or needed."""
    chosen = question.chosen
    is_changed = chosen != form_value(answers.get(question.text.id))
    is_open = is_changed or chosen is None or question.text.id in asked
    if chosen is None:
        answer = _("not answered yet")
    else:
        answer = _("skipped") if chosen == SKIP else dict(question.text.options)[chosen]
    return ReviewRow(question, answer, bool(question.error) or is_open)


def _question(
    catalogue: Catalogue, language: Language, skill: Skill, answers: Answers, form: AnswersForm
) -> Question:
    stored = form_value(answers.get(skill.id))
    return Question(
        text=question_text(catalogue, language, skill),
        chosen=form.choice(skill.id) or stored,
        error=" ".join(map(str, form[skill.id].errors)),
    )


@cache
def question_text(catalogue: Catalogue, language: Language, skill: Skill) -> QuestionText:
    """Return a question's text; `language` must be the request's, which gettext uses."""
    options = [(str(level), skill.anchors[level][language]) for level in LEVELS]
    return QuestionText(
        id=skill.id,
        name=skill.name[language],
        meaning=skill.meaning[language],
        purpose=_purpose(catalogue, language, skill),
        options=(*options, (SKIP, _("Skip this one · not sure"))),
    )


def _purpose(catalogue: Catalogue, language: Language, skill: Skill) -> str:
    """Return the answer to "Why do you ask this?"."""
    item = next(item for item in catalogue.items if skill.id in item.skills)
    needs = needs_of(catalogue, item)
    roles = NEEDS_SEPARATORS[language].join(_need_in_words(language, need) for need in needs)
    count, text = sum(len(need.roles) for need in needs), ""
    if not needs and counts_for_match(catalogue, item):
        text = _("No role here requires it, but your answer helps to tell the roles apart.")
    elif not needs:
        text = _("No role here requires it yet.")
    elif item.is_group:
        text = _(
            "Because one of these is needed, whichever you know best (%(any)s). "
            "Who needs it: %(roles)s.",
            any=item.name[language],
            roles=roles,
        )
    elif count == len(catalogue.roles):
        text = _("Because every role needs it: %(roles)s.", roles=roles)
    elif count == 1:
        text = _("Because one role cannot do without it: %(role)s.", role=roles)
    else:
        text = _("Because these roles need it: %(roles)s.", roles=roles)
    return str(text)


def _need_in_words(language: Language, need: RoleNeed) -> str:
    names = [role.name[language] for role in need.roles]
    if language == "ko":
        roles = "·".join(names)
    else:
        roles = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return str(NEEDS[need.stage]) % {"roles": roles, "level": need.level}


def _errors(questions: Iterable[Question]) -> tuple[FieldError, ...]:
    return tuple(
        FieldError(each.text.id, each.text.name, each.error) for each in questions if each.error
    )
