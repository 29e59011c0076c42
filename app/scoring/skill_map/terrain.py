"""The ground of the map: how high it lies at each point of a grid.

A skill is a hill around its place. Neighbouring skills above 0 are joined by a ridge at the lower
of their levels, and three joined neighbours by a plateau. So the line of a level encloses a skill's
place exactly when its rating reaches that level. Heights are in levels, distances in map units.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import cos, hypot, sin
from typing import Final

from app.catalogue.map_places import MAP_HEIGHT, MAP_WIDTH, MapPlace, MapPlaces
from app.catalogue.model import TOP_LEVEL, Ratings

STEP: Final = 12
"""From one point of the grid to the next."""
COLUMNS: Final = MAP_WIDTH // STEP + 3
ROWS: Final = MAP_HEIGHT // STEP + 3
"""The grid reaches one point beyond each edge, so that every line closes."""
SEA: Final = -1.0
"""Height where no skill reaches."""
RING: Final = 13
"""From the line of one level to the next."""
INNER_RING: Final = 21
"""Radius of a hill's highest line."""
SHORE: Final = 0.5
"""The line of a level lies this far below it."""
SUMMIT: Final = 0.35
"""A hill rises this far above its level, and ground around a lower place no further."""
RIDGE_DROP: Final = 0.05
"""A ridge lies this far below the level that it joins."""
HILL_REACH: Final = INNER_RING + (TOP_LEVEL + 0.6) * RING
RIDGE_REACH: Final = 3.9 * RING
BEND: Final = 10
"""How far a place is moved at most, so that no shore is a circle."""
SPOT_REACH: Final = 17
"""Radius of the ground that belongs to a place, whatever its neighbours' height."""
NEIGHBOURS: Final = 124
"""Skills of an area that are closer than this are joined."""

Ground = list[float]
"""The height at each point of the grid, row by row."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Landform:
    """A hill, a ridge or a plateau: it stands when all of its skills are above 0.

    `lift` is its height in the middle, added to the lowest of its skills' levels; `fall` is how
    many levels lower it lies at each of its points.
    """

    skills: tuple[str, ...]
    lift: float
    fall: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Land:
    """What depends on the places alone: all landforms, and the points that belong to each skill."""

    landforms: tuple[Landform, ...]
    spots: tuple[tuple[str, tuple[int, ...]], ...]


def heights(places: MapPlaces, ratings: Ratings) -> Ground:
    """Return the ground of these ratings. A skill that is 0 or not answered has none."""
    land, ground = land_of(places), [SEA] * (COLUMNS * ROWS)
    for form in land.landforms:
        level = min(ratings.get(skill) or 0 for skill in form.skills)
        if level:
            top, most = level + form.lift, level + SUMMIT
            for point, fall in form.fall:
                if top - fall > ground[point]:
                    ground[point] = min(top - fall, most)
    for skill, spot in land.spots:
        most = (ratings.get(skill) or 0) + SUMMIT
        for point in spot:
            ground[point] = min(ground[point], most)
    _flood_edges(ground)
    return ground


@cache
def land_of(places: MapPlaces) -> Land:
    """Return the landforms of all places."""
    landforms = list[Landform]()
    for area in places.areas:
        for skill in area.skills:
            fall = _fall(skill, skill, HILL_REACH)
            landforms.append(Landform((skill.id,), INNER_RING / RING - SHORE, fall))
        pairs = [pair for pair in combinations(area.skills, 2) if _are_neighbours(*pair)]
        for one, other in pairs:
            fall = _fall(one, other, RIDGE_REACH)
            landforms.append(Landform((one.id, other.id), -RIDGE_DROP, fall))
        for trio in combinations(area.skills, 3):
            if all(_are_neighbours(*pair) for pair in combinations(trio, 2)):
                inside = tuple((point, 0.0) for point in _inside(*trio))
                landforms.append(Landform(tuple(skill.id for skill in trio), 0.0, inside))
    spots = (
        (skill.id, tuple(point for point, _ in _fall(skill, skill, SPOT_REACH)))
        for skill in places.skills.values()
    )
    return Land(tuple(landforms), tuple(spots))


def place_of(point: int) -> Point:
    """Return the place of a point of the grid on the map."""
    return (point % COLUMNS - 1) * STEP, (point // COLUMNS - 1) * STEP


def _are_neighbours(one: MapPlace, other: MapPlace) -> bool:
    return hypot(one.x - other.x, one.y - other.y) < NEIGHBOURS


def _fall(one: MapPlace, other: MapPlace, reach: float) -> tuple[tuple[int, float], ...]:
    """Return the points within reach of the line between two places, and their fall in levels."""
    along_x, along_y = other.x - one.x, other.y - one.y
    length = along_x**2 + along_y**2 or 1
    found = list[tuple[int, float]]()
    for point in _around((one, other), reach + BEND):
        x, y = _bent(*place_of(point))
        share = ((x - one.x) * along_x + (y - one.y) * along_y) / length
        share = min(max(share, 0.0), 1.0)
        distance = hypot(x - one.x - share * along_x, y - one.y - share * along_y)
        if distance < reach:
            found.append((point, distance / RING))
    return tuple(found)


def _around(skills: tuple[MapPlace, ...], reach: float) -> Iterator[int]:
    """Yield the points of the smallest upright rectangle with all that is within reach."""
    lefts, tops = [skill.x for skill in skills], [skill.y for skill in skills]
    columns = _between(min(lefts) - reach, max(lefts) + reach, COLUMNS)
    for row in _between(min(tops) - reach, max(tops) + reach, ROWS):
        yield from range(row * COLUMNS + columns.start, row * COLUMNS + columns.stop)


def _between(low: float, high: float, count: int) -> range:
    """Return the columns, or the rows, of the grid between two distances from an edge."""
    return range(max(0, int(low // STEP) + 1), min(count, int(high // STEP) + 3))


@cache
def _bent(x: float, y: float) -> Point:
    """Return a place moved by at most BEND units, so that no shore is a circle."""
    return (
        x + 4.5 * sin(y / 21 + 1) + 2.5 * sin(x / 13 + y / 17),
        y + 4.5 * cos(x / 23) + 2.5 * cos(x / 15 - y / 12),
    )


def _inside(one: MapPlace, two: MapPlace, three: MapPlace) -> Iterator[int]:
    """Yield the points inside a triangle."""
    sides = ((one, two), (two, three), (three, one))
    for point in _around((one, two, three), 0):
        x, y = place_of(point)
        turns = {
            (end.x - start.x) * (y - start.y) > (end.y - start.y) * (x - start.x)
            for start, end in sides
        }
        if len(turns) == 1:
            yield point


def _flood_edges(ground: Ground) -> None:
    for column in range(COLUMNS):
        ground[column] = ground[-1 - column] = SEA
    for row in range(ROWS):
        ground[row * COLUMNS] = ground[row * COLUMNS + COLUMNS - 1] = SEA
