"""Find the fewest level-ups by trying all of them, level by level, on small catalogues.

It uses only the scores of the ratings.
"""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from app.catalogue.model import TOP_LEVEL, Catalogue, Ratings
from app.scoring.level_ups import LevelUp

Levels = tuple[int | None, ...]
"""Levels per skill, in the catalogue's order."""
Value = Callable[[Mapping[str, int | None]], int]
"""The value that must rise above 0."""
Key = tuple[int, bool, tuple[bool, int], str]
"""Sort key of one level-up: negative gain, whether it is of a skipped skill beside an answered
alternative, length of the step, skill.
"""
Way = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """A search over all level-ups from a person's ratings.

    For readiness, skipped skills rise from 0. For the match they do not rise. Only some skills may
    rise, up to `top`.
    """

    catalogue: Catalogue
    ratings: Ratings
    skips_rise: bool
    value: Value
    can_rise: Container[str]
    top: int = TOP_LEVEL

    def fewest(self) -> tuple[LevelUp, ...] | None:
        """Return the fewest level-ups that reach a value above 0, or None if nothing does.

        Of equally few it is the first in the order of keys.
        """
        at: dict[Levels, Way] = {self._start(): ()}
        while at:
            reached = [way for levels, way in at.items() if self._value(levels) > 0]
            if reached:
                return self._level_ups(min(reached))
            further: dict[Levels, Way] = {}
            for levels, way in at.items():
                for place in range(len(levels)):
                    raised = self._raised(levels, place)
                    if raised:
                        longer = (*way, self._key(levels, raised, place))
                        further[raised] = min(further.get(raised, longer), longer)
            at = further
        return None

    def _start(self) -> Levels:
        found = (self.ratings.get(skill.id) for skill in self.catalogue.skills)
        return tuple(0 if level is None and self.skips_rise else level for level in found)

    def _raised(self, levels: Levels, place: int) -> Levels | None:
        level = levels[place]
        return (
            None
            if level is None
            or level >= self.top
            or self.catalogue.skills[place].id not in self.can_rise
            else (*levels[:place], level + 1, *levels[place + 1 :])
        )

    def _value(self, levels: Levels) -> int:
        return self.value(dict(zip(self.catalogue.skill, levels, strict=True)))

    def _key(self, levels: Levels, raised: Levels, place: int) -> Key:
        skill = self.catalogue.skills[place]
        step = skill.steps[levels[place] or 0]
        others = next(item.skills for item in self.catalogue.items if skill.id in item.skills)
        beside = self.ratings.get(skill.id) is None and any(
            self.ratings.get(other) is not None for other in others
        )
        length = (step.hours is None, step.hours.likely if step.hours else step.months or 0)
        return self._value(levels) - self._value(raised), beside, length, skill.id

    def _level_ups(self, way: Way) -> tuple[LevelUp, ...]:
        """Return one entry per skill, in the order in which the skills first rise."""
        counts: dict[str, int] = {}
        for *_, skill in way:
            counts[skill] = counts.get(skill, 0) + 1
        return tuple(
            LevelUp(skill, (self.ratings.get(skill) or 0), (self.ratings.get(skill) or 0) + n)
            for skill, n in counts.items()
        )
