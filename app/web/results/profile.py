"""Somebody's ratings beside what a stage of a role asks for, by area and by item. All places are per cents of a chart's width."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.catalogue.model import TOP_LEVEL, Area, Catalogue
from app.catalogue.text import Text
from app.scoring.items import answers
from app.scoring.profiles import CACHED_CATALOGUES, profiles
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
    def bar(self) -> Bar:
        return _bar([self.rating or 0], [self.asked or 0])


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area's items, and its means: over the items that are asked for, or over all of them where none is; a skip counts as 0."""

    area: Area
    items: tuple[ItemRow, ...]
    asked: tuple[ItemRow, ...]
    met: int
    """How many of those asked for are met."""
    mean_rating: float
    """0 to 4."""
    mean_asked: float
    """0 to 4; 0 where nothing is asked for."""
    mean_gap: float
    """In levels, 0 to 4: what is beyond one item's requirement makes up for no other."""
    bar: Bar


@dataclass(frozen=True, slots=True)
class Profile:
    areas: tuple[AreaRow, ...]
    asked: int
    """How many items are asked for."""
    met: int
    furthest: tuple[Area, ...]
    """The area in which most is missing on average, more than one where they miss equally much; none where nothing is missing."""


Known = dict[tuple[int, int | None, int | None], ItemRow]


def profile(found: Assessed) -> Profile:
    """The ratings of an assessment beside what its target asks for, in the catalogue's order; a group stands in its first skill's area."""
    catalogue, target = found.catalogue, found.target
    numbers = profiles(catalogue)
    levels = answers(numbers, found.ratings).levels
    asked = {need.item: need.level for need in numbers.needs(target.role, target.stage).needs}
    known, by_area = _known(catalogue)
    rows = [
        _row(catalogue, known, place, level, asked.get(place)) for place, level in enumerate(levels)
    ]
    areas = tuple([_area(area, [rows[place] for place in places]) for area, places in by_area])
    most = max([row.mean_gap for row in areas], default=0.0)
    return Profile(
        areas=areas,
        asked=len(asked),
        met=sum([row.met for row in areas]),
        furthest=tuple([row.area for row in areas if most and row.mean_gap == most]),
    )


@lru_cache(CACHED_CATALOGUES)
def _known(catalogue: Catalogue) -> tuple[Known, tuple[tuple[Area, tuple[int, ...]], ...]]:
    """The rows that were asked for so far, which are nobody's, and the places of each area's items."""
    areas = [catalogue.skill[item.skills[0]].area for item in catalogue.items]
    return {}, tuple(
        (area, tuple(place for place, of in enumerate(areas) if of == area.id))
        for area in catalogue.areas
    )


def _row(
    catalogue: Catalogue, known: Known, place: int, rating: int | None, asked: int | None
) -> ItemRow:
    key = place, rating, asked
    if key not in known:
        item = catalogue.items[place]
        known[key] = ItemRow(item.id, item.name, rating, asked)
    return known[key]


def _area(area: Area, items: list[ItemRow]) -> AreaRow:
    asked = [row for row in items if row.asked is not None]
    counted = asked or items
    ratings, levels = [row.rating or 0 for row in counted], [row.asked or 0 for row in counted]
    gaps = [max(level - rating, 0) for rating, level in zip(ratings, levels, strict=True)]
    return AreaRow(
        area=area,
        items=tuple(items),
        asked=tuple(asked),
        met=gaps.count(0) if asked else 0,
        mean_rating=_mean(ratings),
        mean_asked=_mean(levels),
        mean_gap=_mean(gaps),
        bar=_bar(ratings, levels),
    )


def _bar(ratings: Sequence[int], levels: Sequence[int]) -> Bar:
    """Of several items the means; where nothing is asked for, nothing counts."""
    counts = _mean([min(rating, level) for rating, level in zip(ratings, levels, strict=True)])
    goal = _mean(levels)
    return Bar(_place(counts), _place(_mean(ratings)), _place(goal) if goal else None)


def _place(level: float) -> float:
    return round(WIDTH * level / TOP_LEVEL, 2)


def _mean(levels: Sequence[int]) -> float:
    return sum(levels) / len(levels) if levels else 0.0
