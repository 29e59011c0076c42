"""One assessment's result: the roles in order, what is too close to call, and readiness. It keeps whole numbers, and divides when asked."""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from app.catalogue.model import Catalogue, Ratings, Scale, Stage
from app.scoring import match
from app.scoring.items import Answers, answers
from app.scoring.profiles import Profiles, profiles
from app.scoring.readiness import RoleReadiness, StageReadiness, all_readiness
from app.scoring.uncertainty import margin_error, too_close

Status = Literal["ranked", "too_close", "not_enough"]


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """Where a role stands. Only differences between roles mean anything; `parts` points make a level."""

    role: str
    points: int
    behind_points: int
    parts: int
    behind_se: float
    """Standard error of `behind`, in levels; 0 for the best itself."""
    too_close: bool
    """Whether this role cannot be told from the best; never true of the best itself."""

    @property
    def match(self) -> float:
        """In levels, 0 to 4."""
        return self.points / self.parts

    @property
    def behind(self) -> float:
        """Distance behind the best in levels, 0 to 4."""
        return self.behind_points / self.parts


@dataclass(frozen=True, slots=True)
class Result:
    """What a filled-in questionnaire says; the same ratings and catalogue always give an equal one."""

    status: Status
    answered: int
    """How many skills were answered."""
    order: tuple[RoleMatch, ...]
    """Best first; equal roles in the catalogue's order. It stands with `not_enough` too, but is then not to be called."""
    readiness: tuple[RoleReadiness, ...]
    """In the catalogue's order."""

    @property
    def closest(self) -> tuple[str, ...]:
        """The best role and all that cannot be told from it, best first; empty when too little was answered."""
        if self.status == "not_enough":
            return ()
        return (self.order[0].role, *(each.role for each in self.order[1:] if each.too_close))

    @property
    def second(self) -> str | None:
        """The next best role in any case; None when too little was answered."""
        return self.order[1].role if self.status != "not_enough" else None

    @property
    def margin(self) -> float:
        """Distance between the first and the second role, in levels."""
        return self.order[1].behind

    @property
    def margin_se(self) -> float:
        """Standard error of `margin`, in levels."""
        return self.order[1].behind_se

    def ready(self, role: str, stage: Stage) -> StageReadiness:
        """Readiness of one stage of one role; KeyError where the result has no such role or stage."""
        for each in self.readiness:
            if each.role == role:
                for one in each.stages:
                    if one.stage == stage:
                        return one
        raise KeyError((role, stage))


def score(catalogue: Catalogue, ratings: Ratings, min_answered: float | None = None) -> Result:
    """Rank the roles for a person's ratings and say how ready the person is for each.

    `min_answered` is the share of skills (0 to 1) under which nothing is called, the catalogue's own where it is None; with no answer
    at all nothing is called in any case. ValueError: a level outside 0 to 4, or a share outside 0 to 1.
    """
    share = catalogue.scale.min_answered if min_answered is None else min_answered
    if not 0 <= share <= 1:
        raise ValueError(f"min_answered is {share!r}: give a share from 0 to 1")
    numbers = profiles(catalogue)
    person = answers(numbers, ratings)
    order = _order(numbers, catalogue.scale, person)
    return Result(
        _status(numbers, person, share, order),
        person.skills_answered,
        order,
        all_readiness(numbers, person),
    )


def answers_needed(catalogue: Catalogue) -> int:
    """How many skills must be answered before a role is named, by the catalogue's own share."""
    return ceil(len(catalogue.skills) * catalogue.scale.min_answered)


def _order(numbers: Profiles, scale: Scale, person: Answers) -> tuple[RoleMatch, ...]:
    points = match.points(numbers, person)
    parts = match.parts(person)
    places = sorted(range(len(points)), key=lambda place: -points[place])
    best = places[0]
    order = [RoleMatch(numbers.roles[best], points[best], 0, parts, 0.0, False)]
    for place in places[1:]:
        behind = points[best] - points[place]
        error = margin_error(numbers, scale, person, best, place)
        order.append(
            RoleMatch(
                numbers.roles[place],
                points[place],
                behind,
                parts,
                error,
                too_close(behind / parts, error, scale.k),
            )
        )
    return tuple(order)


def _status(
    numbers: Profiles, person: Answers, share: float, order: tuple[RoleMatch, ...]
) -> Status:
    if person.skills_answered == 0 or person.skills_answered / len(numbers.skills) < share:
        return "not_enough"
    return "too_close" if any(each.too_close for each in order) else "ranked"
