"""A person's ratings beside the requirements of a stage, by area and by item."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.model import TOP_LEVEL, Area
from app.catalogue.text import Text
from app.scoring.items import highest_rating
from app.web.finished_assessment import FinishedAssessment

WIDTH: Final = 100
"""The width of a bar: places in it are per cents."""


@dataclass(frozen=True, slots=True)
class LevelBar:
    """How far ratings reach in a bar, as per cents of its width."""

    counts: float
    """The part that counts toward the requirements."""
    reach: float
    """The ratings in all."""
    goal: float | None
    """The required level; None where nothing is required."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: its rating, 0 to 4 or None for a skip, and its required level, 1 to 4 or None."""

    item: str
    name: Text
    rating: int | None
    required: int | None
    bar: LevelBar


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area with its means over the required items, or over all where none is required.

    A skip counts as 0.
    """

    area: Area
    items: tuple[ItemRow, ...]
    required: int
    """How many items are required."""
    met: int
    """How many of the required items are met."""
    mean_rating: float
    """In levels, 0 to 4."""
    mean_required: float
    """In levels, 0 to 4; 0 where nothing is required."""
    mean_gap: float
    """In levels, 0 to 4: the surplus of one item makes up for no other."""
    bar: LevelBar


@dataclass(frozen=True, slots=True)
class Profile:
    """All areas, and how many requirements there are and are met."""

    areas: tuple[AreaRow, ...]
    required: int
    met: int
    furthest: tuple[Area, ...]
    """The areas with the largest mean gap: several on a tie, none where nothing is missing."""


def profile(finished: FinishedAssessment) -> Profile:
    """Compare the ratings with the target's requirements, in the catalogue's order.

    A group of skills stands in the area of its first skill, alternatives of the target before all.
    """
    catalogue = finished.catalogue
    required = {each.item: each.level for each in finished.requirements.items}
    rows: dict[str, list[ItemRow]] = {area.id: [] for area in catalogue.areas}
    of_match = {each.id for each in catalogue.items}
    own = [catalogue.item[id] for id in required if id not in of_match]
    for item in (*own, *catalogue.items):
        rating, level = highest_rating(item.skills, finished.ratings), required.get(item.id)
        bar = _bar([rating or 0], [level or 0])
        rows[catalogue.skill[item.skills[0]].area].append(
            ItemRow(item.id, item.name, rating, level, bar)
        )
    areas = tuple(_area_row(area, rows[area.id]) for area in catalogue.areas)
    largest = max((row.mean_gap for row in areas), default=0.0)
    return Profile(
        areas=areas,
        required=len(required),
        met=sum(row.met for row in areas),
        furthest=tuple(row.area for row in areas if largest and row.mean_gap == largest),
    )


def _area_row(area: Area, items: Sequence[ItemRow]) -> AreaRow:
    required = [row for row in items if row.required is not None]
    counted = required or items
    ratings, levels = [row.rating or 0 for row in counted], [row.required or 0 for row in counted]
    gaps = [max(level - rating, 0) for rating, level in zip(ratings, levels, strict=True)]
    return AreaRow(
        area=area,
        items=tuple(items),
        required=len(required),
        met=gaps.count(0) if required else 0,
        mean_rating=_mean(ratings),
        mean_required=_mean(levels),
        mean_gap=_mean(gaps),
        bar=_bar(ratings, levels),
    )


def _bar(ratings: Sequence[int], levels: Sequence[int]) -> LevelBar:
    """Return the bar of one item, or of several by their means."""
    counts = _mean([min(rating, level) for rating, level in zip(ratings, levels, strict=True)])
    goal = _mean(levels)
    return LevelBar(_per_cent(counts), _per_cent(_mean(ratings)), _per_cent(goal) if goal else None)


def _per_cent(level: float) -> float:
    return round(WIDTH * level / TOP_LEVEL, 2)


def _mean(levels: Sequence[int]) -> float:
    return sum(levels) / len(levels) if levels else 0.0
