"""The result of an assessment: ranking, roles too close to call, and readiness.

Matches and distances are stored as whole numbers and divided when they are read.
"""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from app.catalogue.model import Catalogue, Ratings, Rule, Scale, Stage
from app.scoring import match
from app.scoring.information import is_enough_to_rank
from app.scoring.items import ItemRatings, item_ratings
from app.scoring.profiles import Profiles, profiles
from app.scoring.readiness import RoleReadiness, StageReadiness, all_readiness
from app.scoring.uncertainty import is_too_close, margin_error

Status = Literal["ranked", "too_close", "not_enough"]


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """A role's match and its distance behind the best role.

    Only differences between roles are meaningful, not the match itself.
    """

    role: str
    points: int
    behind_points: int
    points_per_level: int
    """Number of points in one level."""
    behind_se: float
    """Standard error of `behind`, in levels. 0 for the best role."""
    too_close: bool
    """Whether this role is too close to the best one to call. False for the best role."""

    @property
    def match(self) -> float:
        """Match in levels, 0 to 4."""
        return self.points / self.points_per_level

    @property
    def behind(self) -> float:
        """Distance behind the best role in levels, 0 to 4."""
        return self.behind_points / self.points_per_level


@dataclass(frozen=True, slots=True)
class Result:
    """The result of an assessment. Equal ratings and catalogues give equal results."""

    status: Status
    answered: int
    """Number of answered skills."""
    order: tuple[RoleMatch, ...]
    """Best role first, equal roles in the catalogue's order. Do not show it for `not_enough`."""
    readiness: tuple[RoleReadiness, ...]
    """Roles in the catalogue's order."""

    @property
    def closest(self) -> tuple[str, ...]:
        """The best role and those too close to it, best first. Empty for `not_enough`."""
        if self.status == "not_enough":
            return ()
        return (self.order[0].role, *(each.role for each in self.order[1:] if each.too_close))

    @property
    def second(self) -> str | None:
        """The second role, even if it is too close to call. None for `not_enough`."""
        return self.order[1].role if self.status != "not_enough" else None

    @property
    def margin(self) -> float:
        """Distance of the second role behind the first, in levels; for `not_enough` too."""
        return self.order[1].behind

    @property
    def margin_se(self) -> float:
        """Standard error of `margin`, in levels."""
        return self.order[1].behind_se

    @property
    def all_tie(self) -> bool:
        """Return whether all roles match equally well."""
        return all(each.behind_points == 0 for each in self.order)

    @property
    def rule(self) -> Rule:
        """The rule by which readiness was computed. Only "thirds" knows what is core."""
        return "levels" if self.readiness[0].stages[0].core_missing is None else "thirds"

    def stage_readiness(self, role: str, stage: Stage) -> StageReadiness:
        """Return the readiness for a role's stage. Raises KeyError if the result has none."""
        for each in self.readiness:
            if each.role == role:
                for one in each.stages:
                    if one.stage == stage:
                        return one
        raise KeyError((role, stage))


def score(catalogue: Catalogue, ratings: Ratings, min_answered: float | None = None) -> Result:
    """Rank the roles for a person's ratings and compute the readiness for each.

    `min_answered` is the least share of answered skills (0 to 1) for naming a role. With None the
    catalogue's own rule applies: enough information, or a share in older catalogues. Without any
    answer no role is named. Raises ValueError for a level outside 0 to 4 or a share outside 0 to 1.
    """
    if min_answered is not None and not 0 <= min_answered <= 1:
        raise ValueError(f"min_answered is {min_answered!r}: give a share from 0 to 1")
    numbers = profiles(catalogue)
    person = item_ratings(numbers, ratings)
    order = _order(numbers, catalogue.scale, person)
    return Result(
        _status(catalogue, person, min_answered, order),
        person.skills_answered,
        order,
        all_readiness(catalogue, ratings),
    )


def answers_needed(catalogue: Catalogue) -> int | None:
    """Return how many skills must be answered before a role is named.

    None for catalogues that ask for enough information instead, see `questions_needed`.
    """
    least = catalogue.scale.min_answered
    return None if least is None else ceil(len(catalogue.skills) * least)


def _order(numbers: Profiles, scale: Scale, person: ItemRatings) -> tuple[RoleMatch, ...]:
    """Return the roles by match, best first, equal ones in the catalogue's order."""
    points = match.points(numbers, person)
    per_level = match.points_per_level(person)
    places = sorted(range(len(points)), key=lambda place: -points[place])
    best = places[0]
    order = [RoleMatch(numbers.roles[best], points[best], 0, per_level, 0.0, False)]
    for place in places[1:]:
        behind = points[best] - points[place]
        error = margin_error(numbers, scale, person, best, place)
        order.append(
            RoleMatch(
                numbers.roles[place],
                points[place],
                behind,
                per_level,
                error,
                is_too_close(behind / per_level, error, scale.k),
            )
        )
    return tuple(order)


def _status(
    catalogue: Catalogue,
    person: ItemRatings,
    min_answered: float | None,
    order: tuple[RoleMatch, ...],
) -> Status:
    """Say whether the answers rank the roles: enough of them, and none too close to the first."""
    if min_answered is None:
        is_enough = is_enough_to_rank(catalogue, person)
    else:
        share = person.skills_answered / len(catalogue.skills)
        is_enough = share > 0 and share >= min_answered
    if not is_enough:
        return "not_enough"
    return "too_close" if any(each.too_close for each in order) else "ranked"
