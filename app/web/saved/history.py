"""Readiness for one target over all finished assessments, and which changes are real.

A change is real when it is more than rating oneself twice would give.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.text import Language, Text
from app.exports.words import signed, whole_percent
from app.planning.model import Target
from app.scoring.change import Verdict
from app.scoring.requirements import Requirements, requirements_of
from app.scoring.result import Result
from app.scoring.result_json import result_from_json
from app.scoring.role_change import readiness_change
from app.storage.assessments import Assessment
from app.web.context import frozen_catalogue
from app.web.finished_assessment import comparable_readiness, has_target, ratings_of, target_of
from app.web.i18n import day_of

MAX_CHARTED: Final = 200
"""How many of the newest assessments the chart goes back at most, to keep its page small."""
MIN_POINTS: Final = 2
PERCENT: Final = 100


@dataclass(frozen=True, slots=True)
class RatingChange:
    """The change in what was answered both times.

    `points` of readiness and their `noise` are None where that was too little.
    """

    verdict: Verdict
    points: str | None
    """With its sign."""
    noise: str | None

    @property
    def is_real(self) -> bool:
        """Return whether it is more than noise."""
        return self.verdict in ("rose", "fell")


@dataclass(frozen=True, slots=True)
class Point:
    """One assessment: its readiness by the newest rule, 0 to 1, and its position in the chart.

    `x` and `y` are in per cent from the left and from the top.
    """

    assessment: Assessment
    readiness: float
    x: float
    y: float
    change: RatingChange | None
    """Since the point before; None for the first."""


@dataclass(frozen=True, slots=True)
class History:
    """The chart of readiness for the newest target: two points at least, oldest first."""

    role: Text
    target: Target
    points: tuple[Point, ...]
    whole: RatingChange
    """From the first point to the last."""
    left_out: int
    """Finished assessments that are no point: too few answers, or older than the target's role."""
    is_one_day: bool
    ends_today: bool


@dataclass(frozen=True, slots=True)
class _DatedResult:
    assessment: Assessment
    result: Result
    ratings: Ratings
    day: date

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: the time, then the number."""
        return self.assessment.finished_at or 0, self.assessment.number


def history(assessments: Iterable[Assessment], here: Language, today: date) -> History | None:
    """Return the history of an owner's assessments, or None where fewer than two have a result.

    `here` decides on which day a time falls. The target is the latest one, and changes are judged
    by the catalogue of its assessment, as on that assessment's comparison page.
    """
    finished = [
        _DatedResult(
            each,
            result_from_json(each.result),
            ratings_of(each.answers),
            day_of(each.finished_at or 0, here),
        )
        for each in assessments
        if each.result
    ]
    finished.sort(key=lambda each: each.order)
    latest = next(
        (each for each in reversed(finished) if has_target(each.assessment, each.result)), None
    )
    if latest is None or latest.assessment.catalogue is None:
        return None
    target = target_of(latest.assessment, latest.result)
    charted = [
        each
        for each in finished
        if each.result.status != "not_enough" and _has_role(each.result, target)
    ]
    if len(charted) < MIN_POINTS:
        return None
    catalogue = frozen_catalogue(latest.assessment.catalogue)
    requirements = requirements_of(catalogue, target.role, target.stage)
    changes = [
        _change(catalogue, requirements, earlier.ratings, later.ratings)
        for earlier, later in pairwise(charted)
    ]
    return History(
        role=catalogue.role[target.role].name,
        target=target,
        points=_points(charted, [None, *changes], requirements),
        whole=_change(catalogue, requirements, charted[0].ratings, charted[-1].ratings),
        left_out=len(finished) - len(charted),
        is_one_day=charted[0].day == charted[-1].day,
        ends_today=charted[-1].day == today,
    )


def _has_role(result: Result, target: Target) -> bool:
    """Return whether the role was in the result's catalogue."""
    return any(each.role == target.role for each in result.readiness)


def _change(
    catalogue: Catalogue, requirements: Requirements, earlier: Ratings, later: Ratings
) -> RatingChange:
    readiness = readiness_change(catalogue, earlier, later, requirements)
    if readiness.change is None:
        return RatingChange(readiness.verdict, None, None)
    value, noise = PERCENT * readiness.change.value, PERCENT * readiness.change.noise
    # the difference of what the page shows, which is rounded down
    rise = whole_percent(readiness.after) - whole_percent(readiness.before)
    beyond = abs(rise) - int(f"{noise:.0f}")
    if beyond and (beyond > 0) == (readiness.verdict != "within_noise"):
        return RatingChange(readiness.verdict, signed(rise, 0), f"{noise:.0f}")
    places = next(
        (places for places in (1, 2) if f"{abs(value):.{places}f}" != f"{noise:.{places}f}"), 3
    )  # they tell the two apart
    return RatingChange(readiness.verdict, signed(value, places), f"{noise:.{places}f}")


def _points(
    charted: list[_DatedResult], changes: list[RatingChange | None], requirements: Requirements
) -> tuple[Point, ...]:
    """Place the points by day, or evenly where all are of one day."""
    days = (charted[-1].day - charted[0].day).days
    span = days or len(charted) - 1
    points = []
    for index, (each, change) in enumerate(zip(charted, changes, strict=True)):
        ready = comparable_readiness(each.result, each.ratings, requirements)
        at = (each.day - charted[0].day).days if days else index
        points.append(
            Point(
                each.assessment,
                ready,
                round(PERCENT * at / span, 2),
                round(PERCENT * (1 - ready), 2),
                change,
            )
        )
    return tuple(points)
