"""Where areas and skills stand on the map of a result, and what they are called there."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import hypot
from typing import Final

from app.catalogue.faults import N_, Fault
from app.catalogue.tables import Table
from app.catalogue.text import Text

FILE: Final = "map.toml"
MAP_WIDTH: Final = 800
MAP_HEIGHT: Final = 870
"""The size of the map in map units; on a phone two units are about one pixel."""
MARGIN: Final = 40
"""Nothing stands closer to an edge: a hill of the highest level needs the room."""
MIN_APART: Final = 60
"""Two skills of an area stand at least so far from each other, or their hills cover them."""


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A skill's place: units from the left and from the top, and a short label."""

    id: str
    x: int
    y: int
    label: Text


@dataclass(frozen=True, slots=True)
class MapArea:
    """An area: the place of its label, and its skills."""

    id: str
    x: int
    y: int
    label: Text
    skills: tuple[MapPlace, ...]


@dataclass(frozen=True, eq=False)
class MapPlaces:
    """All places. Compared and hashed by identity, so that it can be a cache key."""

    areas: tuple[MapArea, ...]

    @cached_property
    def skills(self) -> Mapping[str, MapPlace]:
        """The places of all skills by id."""
        return {place.id: place for area in self.areas for place in area.skills}


def read_map_places(table: Table) -> MapPlaces:
    """Return the content of map.toml."""
    areas = []
    for entry in table.tables("areas"):
        skills = tuple(map(_skill, entry.tables("skills")))
        areas.append(MapArea(*_place(entry), skills))
        entry.close()
    table.close()
    return MapPlaces(tuple(areas))


def check_map_places(
    places: MapPlaces, manifest: Iterable[tuple[str, tuple[str, ...]]]
) -> Iterator[Fault]:
    """Check that the skills of each of the manifest's areas stand on the map once, and apart."""
    wanted = Counter((area, skill) for area, skills in manifest for skill in skills)
    found = Counter((area.id, skill.id) for area in places.areas for skill in area.skills)
    for area_id, id in sorted((wanted - found) + (found - wanted)):
        sentence = N_("%(id)s of the area %(area)s must stand here once, as in manifest.toml")
        yield Fault(FILE, "areas", sentence, {"id": id, "area": area_id})
    for area in places.areas:
        for one, other in combinations(area.skills, 2):
            if hypot(one.x - other.x, one.y - other.y) < MIN_APART:
                sentence = N_("%(id)s is closer than %(apart)s units to %(other)s: move one")
                values = {"id": one.id, "apart": MIN_APART, "other": other.id}
                yield Fault(FILE, "areas", sentence, values)


def _skill(entry: Table) -> MapPlace:
    place = MapPlace(*_place(entry))
    entry.close()
    return place


def _place(entry: Table) -> tuple[str, int, int, Text]:
    return (
        entry.string("id"),
        entry.integer("x", MARGIN, MAP_WIDTH - MARGIN),
        entry.integer("y", MARGIN, MAP_HEIGHT - MARGIN),
        entry.text("label"),
    )
