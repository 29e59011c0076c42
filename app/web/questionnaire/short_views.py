"""What the templates of the short form show."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from app.catalogue.model import Catalogue, Item, Role, Skill
from app.catalogue.text import Language
from app.planning.model import Target
from app.scoring.chances import chances, counts_of_ten
from app.scoring.requirements import requirements_of
from app.scoring.short_form import PAGE_SIZES, short_form_pages
from app.storage.answers import SKIP, Answers
from app.web.finished_assessment import ratings_of
from app.web.form_errors import FieldError
from app.web.questionnaire.forms import form_value
from app.web.questionnaire.short_form import NONE, ShortForm, group_value
from app.web.questionnaire.views import SECONDS_PER_QUESTION, question_text

PAGES_BEFORE_RESULT = len(PAGE_SIZES)
FOLDED_FROM = 3
"""Higher levels are folded: most people stop reading before them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a question: its form value, the mark before it, and its text."""

    value: str
    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class FoldedChoices:
    """Choices behind a summary; open where one of them, or the one before them, is chosen."""

    summary: str
    choices: tuple[Choice, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShortQuestion:
    """A question of the short form with what is chosen and the error to show above it."""

    id: str
    name: str
    meaning: str
    choices: tuple[Choice, ...]
    folded: tuple[FoldedChoices, ...]
    skip: Choice
    chosen: str | None
    error: str
    is_group: bool


@dataclass(frozen=True, slots=True)
class ShortPage:
    """A page of the short form, or the questions that a plan still takes."""

    questions: tuple[ShortQuestion, ...]
    loaded_versions: str
    errors: tuple[FieldError, ...]
    number: int
    """Place of the page, from 1; 0 for the questions that a plan takes."""
    asked_before: int
    """Questions on the pages before it."""
    total: int
    """Questions up to the first result, or up to this page where it comes after that."""
    minutes_left: int
    running: tuple[Role, ...]
    """The roles that a page after the first result tells apart."""


def short_page(
    catalogue: Catalogue, language: Language, number: int, answers: Answers, form: ShortForm
) -> ShortPage | None:
    """Return a page of the short form, or None where it has no such page."""
    pages = pages_up_to(catalogue, answers, number)
    if not 1 <= number <= len(pages):
        return None
    before = sum(map(len, pages[: number - 1]))
    total = sum(PAGE_SIZES) if number <= PAGES_BEFORE_RESULT else before + len(pages[-1])
    items = [catalogue.item[id] for id in pages[-1]]
    running = _in_the_running(catalogue, answers) if number > PAGES_BEFORE_RESULT else ()
    return _page(catalogue, language, items, answers, form, number, before, total, running)


def plan_page(
    catalogue: Catalogue, language: Language, target: Target, answers: Answers, form: ShortForm
) -> ShortPage:
    """Return the questions that a target requires and that have no answer yet."""
    items = items_for_plan(catalogue, target, answers)
    return _page(catalogue, language, items, answers, form, 0, 0, len(items), ())


def pages_up_to(catalogue: Catalogue, answers: Answers, number: int) -> list[tuple[str, ...]]:
    """Return the items of the first pages, fewer where the form has fewer pages."""
    pages = short_form_pages(catalogue, ratings_of(answers))
    return [page for _, page in zip(range(number), pages, strict=False)]


def first_open_page(catalogue: Catalogue, answers: Answers) -> int | None:
    """Return the first page that has an open question; None where none has."""
    for number, page in enumerate(short_form_pages(catalogue, ratings_of(answers)), 1):
        if has_open(catalogue, page, answers):
            return number
    return None


def items_for_plan(catalogue: Catalogue, target: Target, answers: Answers) -> list[Item]:
    """Return the items of a target's requirements without an answer, in the catalogue's order.

    Of a role's own alternatives one answer is enough.
    """
    open_skills = {
        skill
        for each in requirements_of(catalogue, target.role, target.stage).items
        if not any(skill in answers for skill in each.any_of)
        for skill in each.any_of
    }
    return [item for item in catalogue.items if open_skills.intersection(item.skills)]


def _page(
    catalogue: Catalogue,
    language: Language,
    items: Iterable[Item],
    answers: Answers,
    form: ShortForm,
    number: int,
    before: int,
    total: int,
    running: tuple[Role, ...],
) -> ShortPage:
    items = tuple(items)
    questions = tuple(_question(catalogue, language, item, answers, form) for item in items)
    return ShortPage(
        questions=questions,
        loaded_versions=form.versions_of([s for item in items for s in item.skills], answers),
        errors=tuple(FieldError(q.id, q.name, q.error) for q in questions if q.error),
        number=number,
        asked_before=before,
        total=total,
        minutes_left=minutes(total - before),
        running=running,
    )


def minutes(questions: int) -> int:
    """Return about how many minutes some questions take, at least 1."""
    return max(round(questions * SECONDS_PER_QUESTION / 60), 1)


def is_open(item: Item, answers: Answers) -> bool:
    return not any(skill in answers for skill in item.skills)


def has_open(catalogue: Catalogue, page: Iterable[str], answers: Answers) -> bool:
    """Return whether a page of items has an open question."""
    return any(is_open(catalogue.item[id], answers) for id in page)


def _in_the_running(catalogue: Catalogue, answers: Answers) -> tuple[Role, ...]:
    """Return the roles that come first in at least one of ten re-ratings, likeliest first."""
    counts = counts_of_ten(chances(catalogue, ratings_of(answers)))
    return tuple(catalogue.role[each.role] for each in counts)


def _question(
    catalogue: Catalogue, language: Language, item: Item, answers: Answers, form: ShortForm
) -> ShortQuestion:
    skills = [catalogue.skill[id] for id in item.skills]
    if item.is_group:
        return _group_question(language, item, skills, answers, form)
    text = question_text(catalogue, language, skills[0])
    chosen = form.choice(item.id) or form_value(answers.get(item.id))
    choices = [Choice(value, value, words) for value, words in text.options if value != SKIP]
    folded = FoldedChoices(
        _("I have done more (3 or 4)"),
        tuple(choices[FOLDED_FROM:]),
        chosen in {each.value for each in choices[FOLDED_FROM - 1 :]},
    )
    return ShortQuestion(
        item.id,
        text.name,
        text.meaning,
        tuple(choices[:FOLDED_FROM]),
        (folded,),
        _skip(),
        chosen,
        _error(form, (item.id,)),
        is_group=False,
    )


def _group_question(
    language: Language, item: Item, skills: list[Skill], answers: Answers, form: ShortForm
) -> ShortQuestion:
    chosen = form.group_choice(item.id) or group_value(item.skills, answers)
    folded = tuple(
        FoldedChoices(
            skill.name[language],
            tuple(
                Choice(f"{skill.id}.{level}", str(level), text[language])
                for level, text in enumerate(skill.anchors)
                if level
            ),
            bool(chosen and chosen.startswith(f"{skill.id}.")),
        )
        for skill in skills
    )
    return ShortQuestion(
        item.id,
        item.name[language],
        _("Open the one that you know best, then choose your level."),
        (Choice(NONE, "0", _("I have used none of them")),),
        folded,
        _skip(),
        chosen,
        _error(form, (item.id, *item.skills)),
        is_group=True,
    )


def _skip() -> Choice:
    return Choice(SKIP, "–", _("Skip this one · not sure"))


def _error(form: ShortForm, fields: Iterable[str]) -> str:
    return " ".join(str(error) for field in fields for error in form[field].errors)
