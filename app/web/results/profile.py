"""Somebody's ratings beside what a stage of a role asks for, by area and by item. All places are per cents of a chart's width."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.catalogue.model import TOP_LEVEL, Area
from app.catalogue.text import Text
from app.scoring.gaps import gaps
from app.scoring.items import counted_skill
from app.web.assessed import Assessed

WIDTH: Final = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """How far ratings reach: `counts` of them toward what is asked for, `reach` in all, and the `goal` (None: nothing is asked for)."""

    counts: float
    reach: float
    goal: float | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: its rating, 0 to 4 (None when skipped), and the level asked for, 1 to 4 (None: not asked for)."""

    item: str
    name: Text
    rating: int | None
    asked: int | None

    @property
    def is_met(self) -> bool:
        return self.asked is not None and (self.rating or 0) >= self.asked

    @property
    def bar(self) -> Bar:
        return _bar([self])


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area's items, and its means: over the items that are asked for, or over all of them where none is; a skip counts as 0."""

    area: Area
    items: tuple[ItemRow, ...]

    @property
    def asked(self) -> tuple[ItemRow, ...]:
        return tuple(row for row in self.items if row.asked is not None)

    @property
    def met(self) -> int:
        """How many of those asked for are met."""
        return sum(row.is_met for row in self.items)

    @property
    def mean_rating(self) -> float:
        """0 to 4."""
        return _mean([row.rating or 0 for row in self.asked or self.items])

    @property
    def mean_asked(self) -> float:
        """0 to 4; 0 where nothing is asked for."""
        return _mean([row.asked or 0 for row in self.asked])

    @property
    def mean_gap(self) -> float:
        """In levels, 0 to 4: what is beyond one item's requirement makes up for no other."""
        return _mean([max((row.asked or 0) - (row.rating or 0), 0) for row in self.asked])

    @property
    def bar(self) -> Bar:
        return _bar(self.asked or self.items)


@dataclass(frozen=True, slots=True)
class Profile:
    areas: tuple[AreaRow, ...]

    @property
    def asked(self) -> int:
        """How many items are asked for."""
        return sum(len(row.asked) for row in self.areas)

    @property
    def met(self) -> int:
        return sum(row.met for row in self.areas)

    @property
    def furthest(self) -> tuple[Area, ...]:
        """The area in which most is missing on average, more than one where they miss equally much; none where nothing is missing."""
        most = max((row.mean_gap for row in self.areas), default=0.0)
        return tuple(row.area for row in self.areas if most and row.mean_gap == most)


def profile(found: Assessed) -> Profile:
    """The ratings of an assessment beside what its target asks for, in the catalogue's order; a group stands in its first skill's area."""
    every = list(_items(found))
    skill, item = found.catalogue.skill, found.catalogue.item
    return Profile(
        tuple(
            AreaRow(area, tuple(row for row in every if skill[item[row.item].skills[0]].area == area.id)) for area in found.catalogue.areas
        )
    )


def _items(found: Assessed) -> Iterator[ItemRow]:
    needed = gaps(found.catalogue, found.ratings, found.target.role, found.target.stage)
    asked = {each.item: each.level for each in (*needed.open, *needed.met)}
    for item in found.catalogue.items:
        counted = counted_skill(item.skills, found.ratings)
        yield ItemRow(item.id, item.name, found.ratings[counted] if counted else None, asked.get(item.id))


def _bar(rows: list[ItemRow] | tuple[ItemRow, ...]) -> Bar:
    """Of several items the means; where nothing is asked for, nothing counts."""
    counts = _mean([min(row.rating or 0, row.asked or 0) for row in rows])
    goal = _mean([row.asked or 0 for row in rows])
    return Bar(_place(counts), _place(_mean([row.rating or 0 for row in rows])), _place(goal) if goal else None)


def _place(level: float) -> float:
    return round(WIDTH * level / TOP_LEVEL, 2)


def _mean(levels: list[int]) -> float:
    return sum(levels) / len(levels) if levels else 0.0
