"""The results of app/scoring for many people at once, with NumPy.

Points are whole numbers below 2**53, which float64 holds exactly, so ties are the same as in
app/scoring/match.py.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import COEFFICIENT_SUM, LEVELS, Catalogue
from app.scoring.information import information, information_needed
from app.scoring.profiles import profiles
from app.scoring.requirements import all_alternatives, all_requirements

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]
Booleans = NDArray[np.bool_]
SkillLevelArray = NDArray[np.int8]

SKIPPED: Final = -1
"""The level of a skill that is not answered."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Results of n people."""

    order: Integers
    """Indices of the roles, best first, shape (roles, n); equal roles in the catalogue's order."""
    too_close: Booleans
    """Whether the role at that place of `order` is too close to the best, shape (roles, n); false
    for the best."""
    enough: Booleans
    """Whether enough is answered to name a role, shape (n,)."""
    answered: Integers
    """Number of answered skills, shape (n,)."""
    margin: Floats
    """Distance of the second role behind the best, in levels, shape (n,)."""
    margin_se: Floats
    match: Floats
    """In levels, shape (roles, n), in the catalogue's order."""
    readiness: Floats
    """Shares from 0 to 1, shape (roles × stages, n), in the catalogue's order."""


class Scorer:
    """A catalogue as arrays.

    `min_answered` is the share of answered skills (0 to 1) below which no role is named. With None
    the answers must carry enough information instead.
    """

    def __init__(self, catalogue: Catalogue, min_answered: float | None) -> None:
        numbers = profiles(catalogue)
        scale = catalogue.scale
        skill = {name: place for place, name in enumerate(numbers.skills)}
        self._members = [[skill[name] for name in names] for names in numbers.members]
        self._min_answered = scale.min_answered if min_answered is None else min_answered
        self._information = np.array(information(catalogue), np.float64)
        self._scale = scale
        self._coefficients = np.array(numbers.coefficients, np.float64)
        self._squares = np.array(numbers.squares, np.float64)
        self._requirements = _StageArrays(catalogue)

    def scores(self, levels: SkillLevelArray) -> Scores:
        """Score n people.

        `levels` has shape (skills, n), in the catalogue's order, with values 0 to 4 or SKIPPED.
        """
        items = self.item_levels(levels)
        skipped = items == SKIPPED
        ratings = np.where(skipped, 0, items).astype(np.float64)
        points, parts = self._points(ratings, skipped)
        order = np.argsort(-points, axis=0, kind="stable")
        behind = np.take_along_axis((points.max(axis=0) - points) / parts, order, axis=0)
        errors = np.take_along_axis(self._errors(order[0], skipped), order, axis=0)
        too_close = (behind <= 0) | (behind < self._scale.k * errors)
        too_close[0] = False
        answered = np.count_nonzero(levels != SKIPPED, axis=0)
        return Scores(
            order=order,
            too_close=too_close,
            enough=(answered > 0) & self._is_enough(answered / len(levels), skipped),
            answered=answered,
            margin=behind[1],
            margin_se=errors[1],
            match=points / parts,
            readiness=self._requirements.readiness(levels),
        )

    def item_levels(self, levels: SkillLevelArray) -> SkillLevelArray:
        """Return each item's rating, 0 to 4 or SKIPPED, shape (items, n)."""
        return np.stack([levels[members].max(axis=0) for members in self._members])

    def _is_enough(self, share: Floats, skipped: Booleans) -> Booleans:
        """Return whether the answers are enough for a ranking, as in app/scoring/information.py."""
        if self._min_answered is not None:
            return share >= self._min_answered
        # parts of information are whole numbers below 2**53, so the sums are exact
        is_enough: Booleans = self._information @ ~skipped >= information_needed(self._scale)
        return is_enough

    def _points(self, ratings: Floats, skipped: Booleans) -> tuple[Floats, Floats]:
        """Return each role's points, and the points per level, as in app/scoring/match.py."""
        answered = np.count_nonzero(~skipped, axis=0)
        points = answered * (self._coefficients @ ratings) + ratings.sum(axis=0) * (
            self._coefficients @ skipped
        )
        return points, COEFFICIENT_SUM * np.maximum(answered, 1).astype(np.float64)

    def _errors(self, best: Integers, skipped: Booleans) -> Floats:
        """Return the standard error of each role's distance from the best, as in uncertainty.py.

        In levels, shape (roles, n).
        """
        skipped_squares = np.empty((len(self._squares), len(best)))
        for role, squares in enumerate(self._squares):
            people = best == role
            skipped_squares[:, people] = squares @ skipped[:, people]
        answered_squares = self._squares.sum(axis=2)[best].T - skipped_squares
        item_error, skip_error = self._scale.item_error, self._scale.skip_error
        variance = answered_squares * (item_error * item_error) + skipped_squares * (
            skip_error * skip_error
        )
        errors: Floats = np.sqrt(variance) / COEFFICIENT_SUM
        return errors


class _StageArrays:
    """The requirements of all stages as arrays."""

    def __init__(self, catalogue: Catalogue) -> None:
        every = list(all_requirements(catalogue).values())
        place = {skill: place for place, skill in enumerate(catalogue.skill)}
        alternatives = all_alternatives(catalogue)
        column = {any_of: number for number, any_of in enumerate(alternatives)}
        self._alternatives = [[place[skill] for skill in any_of] for any_of in alternatives]
        self._whole = np.array([[each.whole] for each in every], np.float64)
        self._credit = np.zeros((len(LEVELS), len(every), len(alternatives)))
        for row, requirements in enumerate(every):
            for each in requirements.items:
                self._credit[:, row, column[each.any_of]] += each.credit

    def readiness(self, levels: SkillLevelArray) -> Floats:
        """Return the share of each stage's requirements that is met, as in scoring/readiness.py."""
        rated = np.stack([levels[members].max(axis=0) for members in self._alternatives])
        # a 0 meets nothing by either rule
        met = sum(self._credit[level] @ (rated == level) for level in LEVELS if level)
        readiness: Floats = met / self._whole
        return readiness
