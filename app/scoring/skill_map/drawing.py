"""A person's map: ground, marks of all skills, and the course through what is missing.

The same ratings and course give the same map. All places are in map units.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot
from typing import Final, Literal

from app.catalogue.map_places import MapPlace, MapPlaces
from app.catalogue.model import LEVELS, Ratings
from app.catalogue.text import Text
from app.scoring.skill_map.contours import contours, curve
from app.scoring.skill_map.terrain import INNER_RING, RING, heights

NEAR_CONTROLS: Final = 3
"""So many controls are drawn in full; beginners' courses would cross the whole map."""
SHELF_LEVEL: Final = 0.2
SHELF_APART: Final = 34
"""The shelf is where land can rise. Its line is simpler than those of levels."""
START_RADIUS: Final = 33
PIER: Final = (40, 462)
"""Where the course starts when nothing is rated above 0: at sea, on the west side."""
LABEL_BELOW: Final = 36
LABEL_ABOVE: Final = -18
"""From a place to the foot of its label."""
LABEL_WIDTH: Final = 140
LABEL_HEIGHT: Final = 26
"""Room for the label of one of the first controls, which a phone shows in large letters."""
CLEARANCE: Final = 3
"""Between a leg and the sign where it ends."""

MarkKind = Literal["sea", "land", "met", "missing", "skipped"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A skill on the map. "sea" is rated 0; "land" is rated above 0 and not required."""

    place: MapPlace
    kind: MarkKind
    is_near: bool
    """Whether it is one of the first controls of the course."""
    label_y: int
    """The foot of its label."""


@dataclass(frozen=True, slots=True)
class Control:
    """A required level that is not reached. Its circle is the shore of the hill it asks for."""

    number: int
    """From 1."""
    label: Text
    x: int
    y: int
    radius: int


@dataclass(frozen=True, slots=True)
class SkillMap:
    """A map as SVG paths and places."""

    shelf: str
    land: tuple[str, ...]
    """The lines of each level that is reached anywhere, from 1."""
    marks: tuple[Mark, ...]
    controls: tuple[Control, ...]
    start: tuple[int, int] | None
    """Where the course starts: at the highest skill that the target asks for. None without one."""
    legs: str
    """The way to the first controls."""

    @property
    def near(self) -> tuple[Control, ...]:
        return self.controls[:NEAR_CONTROLS]

    @property
    def later(self) -> tuple[Control, ...]:
        return self.controls[NEAR_CONTROLS:]


def draw_map(
    places: MapPlaces,
    ratings: Ratings,
    required: Mapping[str, int] | None = None,
    course: Sequence[str] = (),
    numbers: Sequence[int] = (),
) -> SkillMap:
    """Return the map of these ratings.

    `required` holds the level of each skill that the target asks for, `course` those of them that
    are missing, in the order of the plan. `numbers` are those of the controls, else 1, 2, 3 and so
    on.
    """
    required, numbers = required or {}, numbers or range(1, len(course) + 1)
    ground = heights(places, ratings)
    land = ["".join(map(curve, contours(ground, level))) for level in LEVELS[1:]]
    controls = tuple(
        Control(number, place.label, place.x, place.y, _radius(required[place.id]))
        for number, place in zip(numbers, (places.skills[id] for id in course), strict=True)
    )
    start = _start(places, ratings, required) if course else None
    legs = _legs(start, controls[:NEAR_CONTROLS]) if start else ()
    return SkillMap(
        shelf=_shelf(places),
        land=tuple(filter(None, land)),
        marks=tuple(_marks(places, ratings, required, course)),
        controls=controls,
        start=start,
        legs="".join(legs),
    )


@cache
def _shelf(places: MapPlaces) -> str:
    ground = heights(places, dict.fromkeys(places.skills, 1))
    return "".join(curve(line, SHELF_APART) for line in contours(ground, SHELF_LEVEL))


def _radius(level: int) -> int:
    return INNER_RING + RING * (level - 1)


def _marks(
    places: MapPlaces, ratings: Ratings, required: Mapping[str, int], course: Sequence[str]
) -> Iterator[Mark]:
    near = course[:NEAR_CONTROLS]
    lifted = _lifted([places.skills[skill] for skill in near])
    for skill, place in places.skills.items():
        kind = _kind(ratings.get(skill), skill in required, skill in course)
        label_y = place.y + (LABEL_ABOVE if skill in lifted else LABEL_BELOW)
        yield Mark(place, kind, skill in near, label_y)


def _lifted(near: Sequence[MapPlace]) -> set[str]:
    """Return the places whose labels stand above them, because the one at the right needs the room.

    From right to left, because in most areas the places at the right stand higher and have the
    area's name above them.
    """
    lifted, below = set[str](), list[MapPlace]()
    for place in sorted(near, key=lambda place: -place.x):
        if any(other.x - place.x < LABEL_WIDTH and _is_beside(place, other) for other in below):
            lifted.add(place.id)
        else:
            below.append(place)
    return lifted


def _is_beside(place: MapPlace, other: MapPlace) -> bool:
    return abs(other.y - place.y) < LABEL_HEIGHT


def _kind(rating: int | None, is_required: bool, is_missing: bool) -> MarkKind:
    if is_missing:
        return "missing"
    if rating is None:
        return "skipped"
    if is_required:
        return "met"
    return "land" if rating else "sea"


def _start(places: MapPlaces, ratings: Ratings, required: Mapping[str, int]) -> tuple[int, int]:
    """Return the place of the highest rated skill, of a required one before others."""
    rated = [skill for skill in places.skills if ratings.get(skill)]
    if not rated:
        return PIER
    best = max(rated, key=lambda skill: (ratings[skill] or 0, skill in required))
    return places.skills[best].x, places.skills[best].y


def _legs(start: tuple[int, int], controls: Sequence[Control]) -> Iterator[str]:
    """Yield the line to each control, from rim to rim. It is empty where the signs touch."""
    x, y, radius = *start, START_RADIUS
    for control in controls:
        yield _leg(x, y, radius, control)
        x, y, radius = control.x, control.y, control.radius


def _leg(x: int, y: int, radius: int, control: Control) -> str:
    away, along_x, along_y = (
        hypot(control.x - x, control.y - y),
        control.x - x,
        control.y - y,
    )
    first, last = radius + CLEARANCE, away - control.radius - CLEARANCE
    if first >= last:
        return ""
    from_x, from_y = x + along_x * first / away, y + along_y * first / away
    to_x, to_y = x + along_x * last / away, y + along_y * last / away
    return f"M{from_x:.0f} {from_y:.0f}L{to_x:.0f} {to_y:.0f}"
