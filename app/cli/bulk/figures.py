"""What scoring says of many people at once, in the same whole numbers and the same divisions as app/scoring: equal to the last bit.

Sums of whole numbers under 2**53 are exact in float64 in any order, so that matrix products may do them. What is then left, a division, a
square root and a comparison, stands in the order of app/scoring/match.py, uncertainty.py and readiness.py.
"""

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import COEFFICIENT_SUM, LEVELS, Catalogue
from app.scoring.profiles import Profiles, profiles

Floats = NDArray[np.float64]
Whole = NDArray[np.intp]
Levels = NDArray[np.int8]

SKIP: Final = -1
"""How a skip stands among levels."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Results of n people; roles and stages in the catalogue's order."""

    ranks: Whole
    """Shape (roles, n): 0 for the best; of equal roles the earlier one is better."""
    too_close: NDArray[np.bool_]
    """Shape (roles, n); never true of the best."""
    enough: NDArray[np.bool_]
    answered: Whole
    margin: Floats
    margin_se: Floats
    match: Floats
    """Shape (roles, n), in levels."""
    met: Whole
    """Shape (roles × stages, n), in twelfths of a weight."""


class Scorer:
    """A catalogue's numbers as matrices."""

    def __init__(self, catalogue: Catalogue, min_answered: float | None) -> None:
        numbers = profiles(catalogue)
        scale = catalogue.scale
        place = {skill: n for n, skill in enumerate(numbers.skills)}
        self._members = [[place[skill] for skill in members] for members in numbers.members]
        self._skills = len(numbers.skills)
        self._share = scale.min_answered if min_answered is None else min_answered
        self._k = scale.k
        self._variances = (scale.item_error * scale.item_error, scale.skip_error * scale.skip_error)
        self._roles = len(numbers.roles)
        ones = np.ones((1, len(numbers.items)))
        self._coefficients = np.concatenate([np.array(numbers.coefficients, np.float64), ones])
        pairs = list(combinations(range(self._roles), 2))
        self._squares = np.array([numbers.squares[a][b] for a, b in pairs], np.float64)
        self._pair_of = np.zeros((self._roles, self._roles), np.intp)
        for n, (a, b) in enumerate(pairs):
            self._pair_of[a, b] = self._pair_of[b, a] = n
        self._gains = _gains(numbers)

    def figures(self, levels: Levels) -> Figures:
        """Score n people: levels of the catalogue's skills, 0 to 4 or SKIP, in shape (skills, n)."""
        items = np.stack([levels[members].max(axis=0) if len(members) > 1 else levels[members[0]] for members in self._members])
        skipped = items < 0
        standing = np.where(skipped, 0, items)
        mask = skipped.astype(np.float64)
        sums, skips = self._coefficients @ standing, self._coefficients @ mask
        answered = len(items) - skips[-1]
        points = answered * sums[:-1] + sums[-1] * skips[:-1]
        parts = COEFFICIENT_SUM * np.maximum(answered, 1)
        ranks = _ranks(points)
        behind = (points.max(axis=0) - points) / parts
        errors = self._errors(ranks, mask)
        close = ((behind <= 0) | (behind < self._k * errors)) & (ranks > 0)
        second = ranks == 1
        skills = (levels >= 0).sum(axis=0)
        return Figures(
            ranks=ranks,
            too_close=close,
            enough=(skills > 0) & ~(skills / self._skills < self._share),
            answered=skills,
            margin=np.where(second, behind, 0).sum(axis=0),
            margin_se=np.where(second, errors, 0).sum(axis=0),
            match=points / parts,
            met=self._met(standing),
        )

    def _errors(self, ranks: Whole, mask: Floats) -> Floats:
        """Standard errors of the distances behind the best, shape (roles, n)."""
        skipped = self._squares @ mask
        answered = self._squares.sum(axis=1, keepdims=True) - skipped
        usual, wide = self._variances
        errors = np.sqrt(answered * usual + skipped * wide) / COEFFICIENT_SUM
        best = ranks.argmin(axis=0)
        return np.take_along_axis(errors, self._pair_of[:, best], axis=0)

    def _met(self, standing: NDArray[np.int8]) -> Whole:
        reached = np.concatenate([standing >= level for level in LEVELS[1:]]).astype(self._gains.dtype)
        return (self._gains @ reached).astype(np.intp)


def _ranks(points: Floats) -> Whole:
    ranks = np.zeros(points.shape, np.intp)
    for a, b in combinations(range(len(points)), 2):
        later = points[b] > points[a]
        ranks[a] += later
        ranks[b] += ~later
    return ranks


def _gains(numbers: Profiles) -> NDArray[np.float32]:
    """What reaching each level of each item adds, a row for each stage; the sums stay far under 2**24, where float32 is exact."""
    rows = []
    for needs in (needs for stages in numbers.stages for needs in stages):
        row = np.zeros((len(LEVELS) - 1, len(numbers.items)), np.float32)
        for need in needs.needs:
            row[: need.level, need.item] += need.gain
        rows.append(row.ravel())
    return np.array(rows)
