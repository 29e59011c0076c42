"""Changes between two assessments that exceed the noise of rating oneself twice.

The method is the reliable change index of Jacobson and Truax (1991): a difference divided by its
standard error. Noise alone puts it beyond ±CRITICAL about one time in twenty.

Model of the noise: the true level does not change. Each rating is the true level plus a normal
error with standard deviation `scale.item_error`, rounded to a whole level and clipped to 0 to 4.
The two ratings err independently. For a known true level the variance of such a rating is exact. A
plain √2·`item_error` would be too small in mid-scale, where rounding adds about 1/12 to the
variance (Sheppard 1898): it would report 8 to 11 % of unchanged areas of five, eight or nine
skills as changed. At 0 and 4 it would be too large. The true level is unknown, so the mean of the
two ratings is used.

Each area is tested at 95 % by itself, without a correction for six tests such as Holm's. People ask
about each area. If half of an area's skills truly rise by one level, Holm's first step would miss
most of the few changes that can be found. The price is that about one comparison in four reports
some area although nothing changed, and the page says so. The change over all skills is one test.

Only skills answered both times are compared. An area is not compared if they are less than
`scale.min_compared` of its skills.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import fsum, inf, sqrt
from statistics import NormalDist
from typing import Literal

from app.catalogue.model import LEVELS, TOP_LEVEL, Catalogue, Ratings, Scale

CONFIDENCE = 0.95
CRITICAL = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
"""Number of standard errors that a change must exceed: 1.96."""

Verdict = Literal["rose", "fell", "within_noise", "not_comparable"]
Pair = tuple[int, int]
"""A rating before and after."""


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """A difference (after - before) and its standard error by re-rating noise alone."""

    value: float
    error: float

    @property
    def noise(self) -> float:
        """Half-width of the interval that noise alone stays within in CONFIDENCE of all cases."""
        return CRITICAL * self.error

    @property
    def index(self) -> float:
        """The reliable change index. 0 without a change, infinite for a change without noise."""
        return self.value / self.error if self.error else inf * self.value if self.value else 0.0

    @property
    def verdict(self) -> Verdict:
        if abs(self.value) <= self.noise:
            return "within_noise"
        return "rose" if self.value > 0 else "fell"


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The mean change over some skills, in levels.

    `both` of the `asked` skills were answered both times. `mean` is None if these are too few.
    """

    both: int
    asked: int
    mean: ReliableChange | None

    @property
    def verdict(self) -> Verdict:
        return self.mean.verdict if self.mean else "not_comparable"


def answered_twice(catalogue: Catalogue, before: Ratings, after: Ratings) -> Mapping[str, Pair]:
    """Return the levels before and after of each skill that was answered both times."""
    pairs = ((skill.id, before.get(skill.id), after.get(skill.id)) for skill in catalogue.skills)
    return {
        skill: (one, other) for skill, one, other in pairs if one is not None and other is not None
    }


def is_enough(scale: Scale, answered_both: int, asked: int) -> bool:
    """Return whether `answered_both` of `asked` skills are enough to speak for all of them."""
    least = scale.min_compared if scale.min_answered is None else scale.min_answered
    return answered_both > 0 and answered_both / asked >= (least or 0)


def area_changes(
    catalogue: Catalogue, before: Ratings, after: Ratings
) -> Mapping[str, LevelChange]:
    """Return each area's mean change by area id, in the catalogue's order."""
    pairs = answered_twice(catalogue, before, after)
    return {
        area: _mean(catalogue.scale, pairs, [s.id for s in skills])
        for area, skills in catalogue.skills_by_area.items()
    }


def whole_change(catalogue: Catalogue, before: Ratings, after: Ratings) -> LevelChange:
    """Return the mean change over all skills."""
    return _mean(
        catalogue.scale,
        answered_twice(catalogue, before, after),
        [skill.id for skill in catalogue.skills],
    )


def _mean(scale: Scale, pairs: Mapping[str, Pair], asked: list[str]) -> LevelChange:
    moved = [pairs[skill] for skill in asked if skill in pairs]
    if not is_enough(scale, len(moved), len(asked)):
        return LevelChange(len(moved), len(asked), None)
    rise = sum(after - before for before, after in moved)
    variance = fsum(difference_variance(scale.item_error, pair) for pair in moved)
    return LevelChange(
        len(moved), len(asked), ReliableChange(rise / len(moved), sqrt(variance) / len(moved))
    )


def levels_beyond_noise(scale: Scale) -> int | None:
    """Return how many levels a single skill must move to exceed the noise from every start level.

    None if even four levels are too few.
    """
    for levels in LEVELS[1:]:
        starts = range(TOP_LEVEL - levels + 1)
        if all(
            levels > CRITICAL * sqrt(difference_variance(scale.item_error, (start, start + levels)))
            for start in starts
        ):
            return levels
    return None


def moves_by_chance(scale: Scale, pairs: Iterable[Pair], levels: int) -> float:
    """Return how many of these skills noise alone is expected to move by `levels` or more.

    The sum over rounded levels is exact. In mid-scale about one skill in ten moves by two levels,
    where the normal approximation says one in thirty.
    """
    return fsum(_chance(scale.item_error, sum(pair), levels) for pair in pairs)


def difference_variance(error: float, pair: Pair, worth: tuple[int, ...] = LEVELS) -> float:
    """Return the variance of the difference that noise alone makes between two ratings.

    `worth` is what each rating from 0 to 4 counts, the level itself by default. The variance is in
    squares of its unit.
    """
    return 2 * _variance(error, sum(pair), worth)


@lru_cache(maxsize=1024)
def _variance(error: float, doubled_truth: int, worth: tuple[int, ...]) -> float:
    """Return the variance of what one rating counts."""
    shares = _shares(error, doubled_truth)
    mean = fsum(value * share for value, share in zip(worth, shares, strict=True))
    square = fsum(value * value * share for value, share in zip(worth, shares, strict=True))
    return max(square - mean * mean, 0.0)


@lru_cache(maxsize=256)
def _chance(error: float, doubled_truth: int, levels: int) -> float:
    """Return the probability that two ratings of one true level differ by `levels` or more."""
    shares = _shares(error, doubled_truth)
    return fsum(
        shares[one] * shares[other]
        for one, other in product(LEVELS, LEVELS)
        if abs(one - other) >= levels
    )


def _shares(error: float, doubled_truth: int) -> list[float]:
    """Return the probability of a rating at each level from 0 to 4."""
    reached = (1.0, *_reached(error, doubled_truth), 0.0)
    return [reached[level] - reached[level + 1] for level in LEVELS]


def _reached(error: float, doubled_truth: int) -> tuple[float, ...]:
    """Return the probability of a rating at or above each level from 1 to 4.

    The true level is half of `doubled_truth`.
    """
    truth = doubled_truth / 2
    if error == 0:
        return tuple(float(truth >= level) for level in LEVELS[1:])
    rating = NormalDist(truth, error)
    return tuple(1 - rating.cdf(level - 0.5) for level in LEVELS[1:])
