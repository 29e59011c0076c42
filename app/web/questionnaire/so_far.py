"""The result of the answers so far, before the assessment is finished."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Role
from app.catalogue.text import Language
from app.exports.result_words import chances_in_words
from app.planning.model import Target
from app.scoring.chances import chances, counts_of_ten, is_flat
from app.scoring.result import Result, score
from app.scoring.short_form import short_form_pages
from app.storage.answers import Answers
from app.web.charts.role_chart import RoleRow, role_rows
from app.web.finished_assessment import next_stage, ratings_of
from app.web.i18n import reader_words
from app.web.questionnaire.short_views import (
    PAGES_BEFORE_RESULT,
    has_open,
    is_open,
    items_for_plan,
    minutes,
)

MOST_DAYS = 4
"""Working days set side by side: more are not read."""


@dataclass(frozen=True, slots=True)
class NextPage:
    """The page of the short form that tells most about the roles still in the running."""

    number: int
    names: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class SoFar:
    """The result of the answers so far. Nothing of it is stored."""

    result: Result
    answered: int
    """Questions answered or skipped; a group of alternatives is one."""
    closest: tuple[Role, ...]
    counts: tuple[tuple[Role, int], ...]
    """In how many of ten re-ratings each role comes first, most first."""
    chances: str
    """The same in words, or why no role is closer than another."""
    is_flat: bool
    roles: tuple[RoleRow, ...]
    target: Target | None
    role: Role | None
    """The target's role."""
    for_plan: int
    """Questions that the target requires and nobody has answered."""
    next_page: NextPage | None
    days: tuple[tuple[Role, Target], ...]
    """The likeliest of the roles that are too close to call, each with its next stage as a target.
    All roles where none is closer than another."""
    needed: int
    """Questions up to the end of the short form, where there is no ranking yet."""


def so_far(catalogue: Catalogue, language: Language, answers: Answers) -> SoFar:
    """Return the result of the answers so far."""
    ratings = ratings_of(answers)
    result, found = score(catalogue, ratings), chances(catalogue, ratings)
    target, flat = target_so_far(result), is_flat(catalogue, ratings)
    pages = _pages_to_next(catalogue, answers)
    return SoFar(
        result=result,
        answered=sum(not is_open(item, answers) for item in catalogue.items),
        closest=tuple(catalogue.role[id] for id in result.closest),
        counts=tuple((catalogue.role[each.role], each.count) for each in counts_of_ten(found)),
        chances=chances_in_words(reader_words(), catalogue, ratings, found),
        is_flat=flat,
        roles=role_rows(catalogue, result, found),
        target=target,
        role=catalogue.role[target.role] if target else None,
        for_plan=len(items_for_plan(catalogue, target, answers)) if target else 0,
        next_page=_next_page(catalogue, language, pages, answers),
        days=tuple(
            (catalogue.role[id], Target(id, next_stage(result, id)))
            for id in result.closest[: None if flat else MOST_DAYS]
        ),
        needed=sum(
            is_open(catalogue.item[id], answers)
            for page in pages[:PAGES_BEFORE_RESULT]
            for id in page
        ),
    )


def target_so_far(result: Result) -> Target | None:
    """Return the closest role at its next stage; None where no role is closest."""
    if result.status == "not_enough" or result.all_tie:
        return None
    role = result.order[0].role
    return Target(role, next_stage(result, role))


def is_short(catalogue: Catalogue, answers: Answers) -> bool:
    """Return whether the answers are those of the short form's first pages, and of none after.

    The last of these pages may be answered in part. The skip of a group leaves no answer.
    """
    left = set(answers) & set(catalogue.skill)
    for page in short_form_pages(catalogue, ratings_of(answers)):
        items = [catalogue.item[id] for id in page]
        left = left.difference(*(item.skills for item in items))
        if not left or any(is_open(item, answers) for item in items if not item.is_group):
            break
    return not left


def _pages_to_next(catalogue: Catalogue, answers: Answers) -> list[tuple[str, ...]]:
    """Return the pages before the result, and after it those up to the first with open questions.

    All pages where none after the result has an open question.
    """
    pages = list[tuple[str, ...]]()
    for page in short_form_pages(catalogue, ratings_of(answers)):
        pages.append(page)
        if len(pages) > PAGES_BEFORE_RESULT and has_open(catalogue, page, answers):
            break
    return pages


def _next_page(
    catalogue: Catalogue, language: Language, pages: Sequence[tuple[str, ...]], answers: Answers
) -> NextPage | None:
    """Return the last of these pages if it comes after the result and has an open question."""
    if len(pages) <= PAGES_BEFORE_RESULT or not has_open(catalogue, pages[-1], answers):
        return None
    names = tuple(catalogue.item[id].name[language] for id in pages[-1])
    return NextPage(len(pages), names, minutes(len(names)))
