"""Which changes between two assessments exceed what rating yourself twice gives: the reliable-change index of Jacobson and Truax (1991).

The index is a difference over its standard error; beyond CRITICAL either way, nothing but noise gives it about one time in twenty.

The noise: the truth stays; each rating is the truth off by a normal error of `scale.item_error`, rounded to a whole level and kept within
0 to 4, both times independently. For a known truth the variance of such a rating is exact. √2·`item_error` alone would be too little
in mid-scale, where rounding adds about 1/12 (Sheppard 1898), and would call 8 to 11 % of unchanged areas of five, eight or nine
skills changed; at 0 and 4 it would be too much. The truth is not known: the mean of the two ratings stands for it.

Each area is judged at 95 % by itself, not all six together (as Holm would): a person asks about each area, and of a true rise of one level
in half of an area's skills Holm's first step would miss most of the little that can be found. So each finding stands for itself, and
where nothing changed, about one comparison in four still names some area: the page says so. The change over all skills is one test.

Only skills answered both times are compared. A mean over less than `scale.min_answered` of an area's skills would not speak for the area.
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
"""1.96: how many standard errors a change must exceed."""

Verdict = Literal["rose", "fell", "within_noise", "not_comparable"]
Pair = tuple[int, int]
"""One rating before and after."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How much a figure rose (below 0: fell), and the standard error that this has by re-rating noise alone."""

    value: float
    error: float

    @property
    def noise(self) -> float:
        """How far noise alone takes the figure, up or down, in CONFIDENCE of all cases."""
        return CRITICAL * self.error

    @property
    def index(self) -> float:
        """The reliable-change index; infinite where there is no noise at all, 0 where there is no change."""
        return self.value / self.error if self.error else inf * self.value if self.value else 0.0

    @property
    def verdict(self) -> Verdict:
        if abs(self.value) <= self.noise:
            return "within_noise"
        return "rose" if self.value > 0 else "fell"


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The mean change over some skills, in levels; `mean` is None where too few of the `asked` were answered `both` times."""

    both: int
    asked: int
    mean: Difference | None

    @property
    def verdict(self) -> Verdict:
        return self.mean.verdict if self.mean else "not_comparable"


def twice(catalogue: Catalogue, before: Ratings, after: Ratings) -> Mapping[str, Pair]:
    """The catalogue's skills that were answered both times, with their levels before and after."""
    pairs = ((skill.id, before.get(skill.id), after.get(skill.id)) for skill in catalogue.skills)
    return {
        skill: (one, other) for skill, one, other in pairs if one is not None and other is not None
    }


def is_enough(scale: Scale, both: int, asked: int) -> bool:
    """Whether so many of so many answered both times can speak for all of them."""
    return both > 0 and both / asked >= scale.min_answered


def area_changes(
    catalogue: Catalogue, before: Ratings, after: Ratings
) -> Mapping[str, LevelChange]:
    """Each area's mean change, by the area's id in the catalogue's order."""
    pairs = twice(catalogue, before, after)
    return {
        area: _mean(catalogue.scale, pairs, [s.id for s in skills])
        for area, skills in catalogue.skills_by_area.items()
    }


def whole_change(catalogue: Catalogue, before: Ratings, after: Ratings) -> LevelChange:
    """The mean change over all skills."""
    return _mean(
        catalogue.scale, twice(catalogue, before, after), [skill.id for skill in catalogue.skills]
    )


def _mean(scale: Scale, pairs: Mapping[str, Pair], asked: list[str]) -> LevelChange:
    moved = [pairs[skill] for skill in asked if skill in pairs]
    if not is_enough(scale, len(moved), len(asked)):
        return LevelChange(len(moved), len(asked), None)
    rise = sum(after - before for before, after in moved)
    variance = fsum(difference_variance(scale.item_error, pair) for pair in moved)
    return LevelChange(
        len(moved), len(asked), Difference(rise / len(moved), sqrt(variance) / len(moved))
    )


def levels_beyond_noise(scale: Scale) -> int | None:
    """The fewest levels by which a single skill must move to exceed the noise wherever it starts; None where even four are too few."""
    for levels in LEVELS[1:]:
        starts = range(TOP_LEVEL - levels + 1)
        if all(
            levels > CRITICAL * sqrt(difference_variance(scale.item_error, (start, start + levels)))
            for start in starts
        ):
            return levels
    return None


def moves_by_chance(scale: Scale, pairs: Iterable[Pair], levels: int) -> float:
    """How many of these skills noise alone would move by so many levels or more, either way.

    Whole levels are coarse: of the skills in mid-scale about one in ten moves by two (the normal approximation says one in thirty).
    """
    return fsum(_chance(scale.item_error, sum(pair), levels) for pair in pairs)


def difference_variance(error: float, pair: Pair, top: int = TOP_LEVEL) -> float:
    """The variance, by noise alone, of the difference between the two ratings, where nothing above `top` counts."""
    return 2 * _variance(error, sum(pair), top)


@lru_cache(maxsize=256)
def _variance(error: float, doubled_truth: int, top: int) -> float:
    """Of one rating, whatever it has above `top` cut off."""
    reached = _reached(error, doubled_truth)[:top]
    mean = fsum(reached)
    square = fsum((2 * level - 1) * share for level, share in enumerate(reached, 1))
    return max(square - mean * mean, 0.0)


@lru_cache(maxsize=256)
def _chance(error: float, doubled_truth: int, levels: int) -> float:
    """That two ratings of one truth lie so many levels apart or more."""
    reached = (1.0, *_reached(error, doubled_truth), 0.0)
    exactly = [reached[level] - reached[level + 1] for level in LEVELS]
    return fsum(
        exactly[one] * exactly[other]
        for one, other in product(LEVELS, LEVELS)
        if abs(one - other) >= levels
    )


def _reached(error: float, doubled_truth: int) -> tuple[float, ...]:
    """For each level from 1 to 4, how probable it is that a rating of half this truth comes to it or higher."""
    truth = doubled_truth / 2
    if error == 0:
        return tuple(float(truth >= level) for level in LEVELS[1:])
    rating = NormalDist(truth, error)
    return tuple(1 - rating.cdf(level - 0.5) for level in LEVELS[1:])
