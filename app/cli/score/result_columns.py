"""The columns that `orienteer score` adds, computed for many people at once."""

from collections.abc import Mapping

import numpy as np

from app.catalogue.model import Catalogue
from app.cli.ratings.rows import DECIMALS, columns
from app.cli.score.scorer import SKIPPED, Booleans, Floats, Integers, Scorer, SkillLevelArray
from app.evaluation.bulk_chances import bulk_chances

Column = list[str] | Integers | Floats


class AddedColumns:
    """Computes the added columns. Chances take the most time by far."""

    def __init__(
        self, catalogue: Catalogue, min_answered: float | None, with_chances: bool = False
    ) -> None:
        self.skills = tuple(catalogue.skill)
        self._catalogue, self._with_chances = catalogue, with_chances
        self._names = columns(catalogue, with_chances)
        self._roles = [role.id for role in catalogue.roles]
        self._scorer = Scorer(catalogue, min_answered)

    def of(self, levels: SkillLevelArray) -> Mapping[str, Column]:
        """Return the added columns in their order, numbers rounded to DECIMALS.

        `levels` is as in `Scorer.scores`.
        """
        scores = self._scorer.scores(levels)
        status = np.where(
            scores.enough,
            np.where(scores.too_close.any(axis=0), "too_close", "ranked"),
            "not_enough",
        )
        second = np.where(scores.enough, np.array(self._roles)[scores.order[1]], "")
        values: list[Column] = [
            status.tolist(),
            self._closest(scores.order, scores.too_close, scores.enough),
            second.tolist(),
            scores.margin.round(DECIMALS),
            scores.margin_se.round(DECIMALS),
            scores.answered,
            *scores.match.round(DECIMALS),
            *scores.readiness.round(DECIMALS),
            *(self._chances(levels).round(DECIMALS) if self._with_chances else ()),
        ]
        return dict(zip(self._names, values, strict=True))

    def _chances(self, levels: SkillLevelArray) -> Floats:
        """Return the roles' chances, 0 to 1, shape (roles, n)."""
        items = self._scorer.item_levels(levels)
        return bulk_chances(self._catalogue, np.where(items == SKIPPED, np.nan, items).T).T

    def _closest(self, order: Integers, too_close: Booleans, enough: Booleans) -> list[str]:
        """Return the best role and those too close to it, best first, separated by spaces."""
        roles = [*self._roles, ""]
        nobody = len(self._roles)
        named = np.where(too_close, order, nobody)
        named[0] = order[0]
        named[:, ~enough] = nobody
        shape = (len(roles),) * len(named)
        codes, places = np.unique(np.ravel_multi_index(tuple(named), shape), return_inverse=True)
        texts = [
            " ".join(filter(None, (roles[role] for role in each)))
            for each in zip(*np.unravel_index(codes, shape), strict=True)
        ]
        return [texts[place] for place in places.tolist()]
