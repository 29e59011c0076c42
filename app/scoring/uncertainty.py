"""How sure the order of two roles is, given that a self-rating is only so exact."""

from math import sqrt

from app.catalogue.model import COEFFICIENT_SUM, Scale
from app.scoring.items import Answers
from app.scoring.profiles import Profiles


def margin_error(numbers: Profiles, scale: Scale, person: Answers, role: int, other: int) -> float:
    """The standard error, in levels, of the distance between two roles (given by place); 0 for a role and itself.

    Ratings err independently, an answered item by `scale.item_error` and a skipped one by `scale.skip_error`, and the distance is linear in
    them: its variance is the sum of squared coefficient differences times squared errors. The two sums are whole numbers under 2**53, so
    that this is the same to the last bit wherever square roots are correctly rounded (IEEE 754).
    """
    squares = numbers.squares[role][other]
    skipped = sum([squares[place] for place in person.skipped])
    answered = sum(squares) - skipped
    variance = answered * (scale.item_error * scale.item_error) + skipped * (
        scale.skip_error * scale.skip_error
    )
    return sqrt(variance) / COEFFICIENT_SUM


def too_close(distance: float, error: float, k: float) -> bool:
    """Whether a role this far behind the best (in levels) cannot be told from it: no distance at all, or under `k` standard errors."""
    return distance <= 0 or distance < k * error
