"""The result of the answers so far, before the assessment is finished."""

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
from app.web.questionnaire.short_form import is_group
from app.web.questionnaire.short_views import (
    PAGES_BEFORE_RESULT,
    first_open_page,
    is_open,
    items_for_plan,
    minutes,
    pages_up_to,
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
    target = target_so_far(result)
    return SoFar(
        result=result,
        answered=sum(not is_open(item, answers) for item in catalogue.items),
        closest=tuple(catalogue.role[id] for id in result.closest),
        counts=tuple((catalogue.role[each.role], each.count) for each in counts_of_ten(found)),
        chances=chances_in_words(reader_words(), catalogue, ratings, found),
        is_flat=is_flat(catalogue, ratings),
        roles=role_rows(catalogue, result, found),
        target=target,
        role=catalogue.role[target.role] if target else None,
        for_plan=len(items_for_plan(catalogue, target, answers)) if target else 0,
        next_page=_next_page(catalogue, language, answers),
        days=tuple(
            (catalogue.role[id], Target(id, next_stage(result, id)))
            for id in result.closest[: None if is_flat(catalogue, ratings) else MOST_DAYS]
        ),
        needed=sum(is_open(catalogue.item[id], answers) for id in _first_items(catalogue, answers)),
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
        if not left or any(is_open(item, answers) for item in items if not is_group(item)):
            break
    return not left


def _next_page(catalogue: Catalogue, language: Language, answers: Answers) -> NextPage | None:
    number = first_open_page(catalogue, answers, after=PAGES_BEFORE_RESULT)
    if number is None:
        return None
    items = pages_up_to(catalogue, answers, number)[-1]
    names = tuple(catalogue.item[id].name[language] for id in items)
    return NextPage(number, names, minutes(len(items)))


def _first_items(catalogue: Catalogue, answers: Answers) -> list[str]:
    pages = pages_up_to(catalogue, answers, PAGES_BEFORE_RESULT)
    return [item for page in pages for item in page]
