"""The fewest level-ups by trying all of them, level by level, with nothing but the scores that come out: on small catalogues only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.catalogue.model import TOP_LEVEL, Catalogue, Ratings
from app.scoring.counterfactual import LevelUp

Levels = tuple[int | None, ...]
"""Per skill in the catalogue's order."""
Value = Callable[[Mapping[str, int | None]], int]
"""What is to rise above 0."""
Key = tuple[int, bool, tuple[bool, int], str]
"""Of one level-up: its gain below 0, whether it is of a skip beside an answered alternative, how long the step takes, the skill."""
Way = tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """All level-ups from a person's ratings; in readiness skips rise from 0, in the match not at all."""

    catalogue: Catalogue
    ratings: Ratings
    skips_rise: bool
    value: Value

    def fewest(self) -> tuple[LevelUp, ...] | None:
        """The first way, in the order of keys, among all that reach a value above 0 with the fewest level-ups; None where none does."""
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
            if level is None or level == TOP_LEVEL
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
        """One entry for each skill, in the order in which they first rise."""
        counts: dict[str, int] = {}
        for *_, skill in way:
            counts[skill] = counts.get(skill, 0) + 1
        return tuple(
            LevelUp(skill, (self.ratings.get(skill) or 0), (self.ratings.get(skill) or 0) + n)
            for skill, n in counts.items()
        )
