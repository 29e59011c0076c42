"""Whether readiness and the closest role changed by more than rating yourself twice gives; the noise and the index are those of change.py.

An item is compared where one of its skills was answered both times. A group's rating is then the highest of those members', and errs as one
rating does: the highest of several independent normal ratings never varies more than one of them (the Gaussian Poincaré inequality:
its gradient has length 1), so that this errs on the side of noise.
"""

from dataclasses import dataclass
from math import fsum, sqrt
from typing import Literal

from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Ratings, Stage
from app.scoring.change import Difference, Pair, Verdict, difference_variance, is_enough, twice
from app.scoring.items import answers
from app.scoring.profiles import Profiles, profiles

FirstVerdict = Literal["same_role", "really_changed", "could_be_noise", "not_comparable"]


@dataclass(frozen=True, slots=True)
class ReadinessChange:
    """A stage's readiness then and now, 0 to 1, by the items that are compared: the others count as not met both times.

    `change` is None where those items carry too little of the stage's weight.
    """

    before: float
    after: float
    change: Difference | None

    @property
    def verdict(self) -> Verdict:
        return self.change.verdict if self.change else "not_comparable"


@dataclass(frozen=True, slots=True)
class FirstChange:
    """Whether the first role really changed, and how many levels the later first role gained on the earlier one (None: not compared)."""

    verdict: FirstVerdict
    gained: Difference | None = None


def readiness_change(
    catalogue: Catalogue, before: Ratings, after: Ratings, role: str, stage: Stage
) -> ReadinessChange:
    """How the readiness for a stage changed; its items err independently, and only up to the level that is asked for.

    ValueError names an unknown role or stage, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    needs, pairs = numbers.needs(role, stage), _item_pairs(numbers, catalogue, before, after)
    compared = [(need, pair) for need in needs.needs if (pair := pairs[need.item]) is not None]
    then, now = (
        sum(need.gain * min(pair[time], need.level) for need, pair in compared) for time in (0, 1)
    )
    change = None
    if is_enough(
        catalogue.scale,
        sum(need.weight for need, _ in compared),
        sum(need.weight for need in needs.needs),
    ):
        error = catalogue.scale.item_error
        variance = fsum(
            need.gain * need.gain * difference_variance(error, pair, need.level)
            for need, pair in compared
        )
        change = Difference((now - then) / needs.whole, sqrt(variance) / needs.whole)
    return ReadinessChange(then / needs.whole, now / needs.whole, change)


def first_change(
    catalogue: Catalogue, before: Ratings, after: Ratings, first: str | None, later: str | None
) -> FirstChange:
    """Whether the first role changed from `first` to `later` by more than noise.

    Of simulated people who did not change, about one in five gets another first role, and one in six of these is told that it really
    changed (4 % of all): who looks only where the first role moved looks where the noise was large.
    Not comparable: None or no role of the catalogue, and under `min_answered` of the skills answered both times.
    ValueError: a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    if first is None or later is None or not {first, later} <= set(numbers.roles):
        return FirstChange("not_comparable")
    if first == later:
        return FirstChange("same_role")
    if not is_enough(catalogue.scale, len(twice(catalogue, before, after)), len(numbers.skills)):
        return FirstChange("not_comparable")
    gained = _gained(
        catalogue,
        _item_pairs(numbers, catalogue, before, after),
        numbers.place(first),
        numbers.place(later),
    )
    return FirstChange("really_changed" if gained.verdict == "rose" else "could_be_noise", gained)


def _gained(catalogue: Catalogue, pairs: list[Pair | None], first: int, later: int) -> Difference:
    """How much nearer the ratings came to `later` than to `first`, roles given by place.

    The match is linear in the ratings, an item that is not compared standing at the mean of the others. So a compared item's level adds its
    own difference of coefficients and its share in that mean; in points as match.py counts them.
    """
    numbers = profiles(catalogue)
    lead = [
        b - a for a, b in zip(numbers.coefficients[first], numbers.coefficients[later], strict=True)
    ]
    at_the_mean = sum(own for own, pair in zip(lead, pairs, strict=True) if pair is None)
    compared = [(own, pair) for own, pair in zip(lead, pairs, strict=True) if pair is not None]
    terms = [(len(compared) * own + at_the_mean, pair) for own, pair in compared]
    parts = COEFFICIENT_SUM * len(compared)
    variance = fsum(
        points * points * difference_variance(catalogue.scale.item_error, pair)
        for points, pair in terms
    )
    return Difference(
        sum(points * (after - before) for points, (before, after) in terms) / parts,
        sqrt(variance) / parts,
    )


def _item_pairs(
    numbers: Profiles, catalogue: Catalogue, before: Ratings, after: Ratings
) -> list[Pair | None]:
    """Each item's rating before and after, by the skills that were answered both times; None where none was."""
    pairs = twice(catalogue, before, after)
    then, now = (
        answers(numbers, {skill: pair[time] for skill, pair in pairs.items()}).levels
        for time in (0, 1)
    )
    return [
        None if one is None or other is None else (one, other)
        for one, other in zip(then, now, strict=True)
    ]
