"""The roles that are not the first: what separates them from it, what would put one ahead, how firm the first place is."""

from dataclasses import dataclass

from app.catalogue.model import TOP_LEVEL, Role
from app.catalogue.text import Text
from app.scoring.counterfactual import Change, LevelUp, leader_after, nearest
from app.scoring.reasons import reasons_between
from app.scoring.result import RoleMatch
from app.scoring.steadiness import DRAWS, first_places
from app.web.assessed import Assessed
from app.web.results.why import ReasonRow, reason_rows

MOST_FOR_ANOTHER = 2
"""How many reasons are shown for a role that is not the first; against it there are as many as elsewhere."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A skill's rise; `from_level` is None when it was skipped."""

    name: Text
    from_level: int | None
    to_level: int


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A smallest change: how many levels, and which skills would have to rise."""

    count: int
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class OtherRow:
    """A role that is not the first: how far behind it, why, and what would put it ahead (None where no rise would)."""

    role: Role
    too_close: bool
    errors_behind: float
    """Its distance in standard errors of that distance."""
    puts_behind: tuple[ReasonRow, ...]
    speaks_for: tuple[ReasonRow, ...]
    change: ChangeView | None


@dataclass(frozen=True, slots=True)
class NearestOther:
    """The fewest level-ups after which another role is first, and which."""

    role: Role
    change: ChangeView


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """In what share of the draws a named role is first, 0 to 1."""

    role: Role
    share: float


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How often the named roles are first when the coefficients are drawn anew, and which other role most often."""

    draws: int
    named: tuple[FirstPlace, ...]
    otherwise: Role | None


def other_roles(found: Assessed, changes: tuple[Change | None, ...]) -> tuple[OtherRow, ...]:
    """Every role but the first, nearest first; none where all answers are the highest: nothing separates them then, nor can rise."""
    if all(level == TOP_LEVEL for level in found.ratings.values()):
        return ()
    first, *others = found.result.order
    return tuple(
        [
            _other(found, first.role, each, change)
            for each, change in zip(others, changes, strict=True)
        ]
    )


def nearest_other(found: Assessed, changes: tuple[Change | None, ...]) -> NearestOther | None:
    """The smallest change that takes the first place away, with the role that has it then: more than one may overtake."""
    change = nearest(changes)
    if change is None:
        return None
    return NearestOther(
        found.catalogue.role[leader_after(found.catalogue, found.ratings, change)],
        change_view(found, change),
    )


def steadiness(found: Assessed) -> Steadiness | None:
    """How much the first place depends on the coefficients; None where no draw has one first role."""
    places = first_places(found.catalogue, found.ratings)
    if not places[0].draws:
        return None
    role, closest = found.catalogue.role, found.result.closest
    share = {each.role: each.share for each in places}
    otherwise = next(
        (role[each.role] for each in places if each.role not in closest and each.draws), None
    )
    return Steadiness(
        DRAWS, tuple([FirstPlace(role[each], share[each]) for each in closest]), otherwise
    )


def change_view(found: Assessed, change: Change) -> ChangeView:
    def row(up: LevelUp) -> ChangeRow:
        skipped = found.ratings.get(up.skill) is None
        return ChangeRow(
            found.catalogue.skill[up.skill].name, None if skipped else up.from_level, up.to_level
        )

    return ChangeView(change.count, tuple(map(row, change.level_ups)))


def _other(found: Assessed, first: str, match: RoleMatch, change: Change | None) -> OtherRow:
    between = reasons_between(found.catalogue, found.ratings, first, match.role)
    return OtherRow(
        role=found.catalogue.role[match.role],
        too_close=match.too_close,
        errors_behind=match.behind / match.behind_se if match.behind_se else 0.0,
        puts_behind=reason_rows(found, between.speaks_for),
        speaks_for=reason_rows(found, between.speaks_against[:MOST_FOR_ANOTHER]),
        change=change_view(found, change) if change else None,
    )
