"""Uncertainty: how sure the order of two roles is, given the error of self-ratings."""

from math import sqrt

from app.catalogue.model import COEFFICIENT_SUM, Scale
from app.scoring.items import ItemRatings
from app.scoring.profiles import Profiles


def margin_error(
    numbers: Profiles, scale: Scale, person: ItemRatings, role: int, other: int
) -> float:
    """Return the standard error, in levels, of the distance between two roles given by index.

    It is 0 for a role and itself. Ratings err independently: an answered item by
    `scale.item_error`, a skipped one by `scale.skip_error`. The distance is linear in the ratings,
    so its variance is the sum of squared coefficient differences x squared errors. Both sums are
    whole numbers below 2**53. The value is therefore equal to the last bit on every machine with
    correctly rounded square roots (IEEE 754).
    """
    squares = numbers.squares[role][other]
    skipped = sum([squares[place] for place in person.skipped])
    answered = sum(squares) - skipped
    variance = answered * (scale.item_error * scale.item_error) + skipped * (
        scale.skip_error * scale.skip_error
    )
    return sqrt(variance) / COEFFICIENT_SUM


def is_too_close(distance: float, error: float, k: float) -> bool:
    """Return whether a role this far behind the best (in levels) is indistinguishable from it.

    This holds without any distance, and below `k` standard errors.
    """
    return distance <= 0 or distance < k * error
