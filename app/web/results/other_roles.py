"""The roles behind the first: what separates them, which rises change the order, how firm it is."""

from dataclasses import dataclass

from app.catalogue.model import TOP_LEVEL, Role
from app.catalogue.text import Text
from app.scoring.counterfactual import (
    FAR_FROM_CHANGING,
    change_to_readiness,
    changes_to_lead,
    leader_after,
    nearest,
)
from app.scoring.level_ups import Counterfactual, LevelUp
from app.scoring.reasons import reasons_between
from app.scoring.result import RoleMatch
from app.scoring.steadiness import DRAWS, first_places
from app.web.finished_assessment import FinishedAssessment
from app.web.results.reasons import ReasonRow, reason_rows

MAX_FOR_ANOTHER = 2
"""How many reasons for another role are shown. Against it there are as many as elsewhere."""


@dataclass(frozen=True, slots=True)
class SkillRise:
    """A skill and the levels between which it rises; `from_level` is None after a skip."""

    name: Text
    from_level: int | None
    to_level: int


@dataclass(frozen=True, slots=True)
class LevelUps:
    """A smallest change of ratings: how many levels in all, and which skills rise."""

    count: int
    rises: tuple[SkillRise, ...]


@dataclass(frozen=True, slots=True)
class OtherRole:
    """A role that is not the first: its distance, the reasons for it, and what puts it ahead."""

    role: Role
    too_close: bool
    errors_behind: float
    """Its distance in standard errors of that distance."""
    puts_behind: tuple[ReasonRow, ...]
    speaks_for: tuple[ReasonRow, ...]
    change: LevelUps | None
    """None where no rise puts the role ahead, or so many that it is far from changing."""
    leader_then: Role | None
    """The role that is first after the change, if that is a third one."""


@dataclass(frozen=True, slots=True)
class NextLeader:
    """The fewest level-ups after which another role is first, and which role that is."""

    role: Role
    change: LevelUps


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """The share of the draws in which a role is first, 0 to 1."""

    role: Role
    share: float


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How often the named roles are first when the coefficients are drawn at random."""

    draws: int
    named: tuple[FirstPlace, ...]
    otherwise: Role | None
    """The role that is first most often in the remaining draws."""


def other_roles(
    finished: FinishedAssessment, changes: tuple[Counterfactual | None, ...]
) -> tuple[OtherRole, ...]:
    """Return every role but the first, nearest first; `changes` are the level-ups for each.

    Where all answers are the highest nothing separates the roles and nothing can rise: the
    result is empty then.
    """
    if all(level == TOP_LEVEL for level in finished.ratings.values()):
        return ()
    first, *others = finished.result.order
    return tuple(
        _other_role(finished, first.role, match, change)
        for match, change in zip(others, changes, strict=True)
    )


def next_leader(
    finished: FinishedAssessment, changes: tuple[Counterfactual | None, ...]
) -> NextLeader | None:
    """Return the smallest change of the first place; one change may bring several roles past it."""
    change = nearest(changes)
    if change is None or is_far(finished, change):
        return None
    leader = leader_after(finished.catalogue, finished.ratings, change)
    return NextLeader(finished.catalogue.role[leader], level_ups(finished, change))


def is_far(finished: FinishedAssessment, change: Counterfactual) -> bool:
    """Return whether a change needs so many level-ups that the order is far from changing."""
    return finished.result.rule != "levels" and change.count > FAR_FROM_CHANGING


def steadiness(finished: FinishedAssessment) -> Steadiness | None:
    """Return how firm the first place is, or None where no draw has one first role."""
    places = first_places(finished.catalogue, finished.ratings)
    if not places[0].draws:
        return None
    role, closest = finished.catalogue.role, finished.result.closest
    share_of_role = {each.role: each.share for each in places}
    return Steadiness(
        draws=DRAWS,
        named=tuple(FirstPlace(role[each], share_of_role[each]) for each in closest),
        otherwise=next(
            (role[each.role] for each in places if each.role not in closest and each.draws), None
        ),
    )


def level_ups(finished: FinishedAssessment, change: Counterfactual) -> LevelUps:
    """Return a change with the names of its skills."""
    return LevelUps(change.count, tuple(_skill_rise(finished, each) for each in change.level_ups))


def _skill_rise(finished: FinishedAssessment, up: LevelUp) -> SkillRise:
    is_skipped = finished.ratings.get(up.skill) is None
    name = finished.catalogue.skill[up.skill].name
    return SkillRise(name, None if is_skipped else up.from_level, up.to_level)


def _other_role(
    finished: FinishedAssessment, first: str, match: RoleMatch, change: Counterfactual | None
) -> OtherRole:
    catalogue, ratings = finished.catalogue, finished.ratings
    puts_behind = reasons_between(catalogue, ratings, first, match.role).speaks_for
    speaks_for = reasons_between(catalogue, ratings, match.role, first).speaks_for
    shown = change if change and not is_far(finished, change) else None
    leader = match.role
    if shown and finished.result.rule != "levels":
        leader = leader_after(catalogue, ratings, shown)
    return OtherRole(
        role=catalogue.role[match.role],
        too_close=match.too_close,
        errors_behind=match.behind / match.behind_se if match.behind_se else 0.0,
        puts_behind=reason_rows(finished, puts_behind),
        speaks_for=reason_rows(finished, speaks_for[:MAX_FOR_ANOTHER]),
        change=level_ups(finished, shown) if shown else None,
        leader_then=catalogue.role[leader] if leader != match.role else None,
    )


def changes_in_order(finished: FinishedAssessment) -> tuple[Counterfactual | None, ...]:
    """Return what would make each role behind the best come first. Empty without a ranking."""
    if finished.result.status == "not_enough":
        return ()
    behind = [each.role for each in finished.result.order[1:]]
    return changes_to_lead(finished.catalogue, finished.ratings, behind)


def level_ups_to_ready(finished: FinishedAssessment) -> LevelUps | None:
    """Return the fewest level-ups that make the target ready. None if study cannot reach it."""
    change = change_to_readiness(finished.catalogue, finished.ratings, finished.requirements)
    return level_ups(finished, change) if change else None
