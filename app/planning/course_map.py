"""The map of a person's skills with the course to a target, and the requirements met by area."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.map_places import MapArea, MapPlaces
from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.planning.route import Route, route
from app.scoring.skill_map.drawing import SkillMap, draw_map

CACHED_MAPS = 64
"""Maps that are cached by all their inputs."""
Levels = tuple[tuple[str, int | None], ...]
"""Skills with their levels, in a form that a cache can use as a key."""


@dataclass(frozen=True, slots=True)
class AreaOfMap:
    """An area with its place, and how many of its requirements are met."""

    place: MapArea
    met: int
    required: int


@dataclass(frozen=True, slots=True)
class CourseMap:
    """A drawing, what its areas hold, and the route that it shows."""

    drawing: SkillMap
    areas: tuple[AreaOfMap, ...]
    route: Route | None
    """None without a target."""

    @property
    def met(self) -> int:
        return sum(area.met for area in self.areas)

    @property
    def required(self) -> int:
        return sum(area.required for area in self.areas)


def course_map(
    places: MapPlaces, catalogue: Catalogue, ratings: Ratings, target: Target | None
) -> CourseMap:
    """Return the map of these ratings, with the course to the target if there is one.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    way = route(catalogue, ratings, target) if target else None
    required = way.required if way else {}
    course = way.course if way else ()
    asked = Counter(catalogue.skill[skill].area for skill in required)
    missing = Counter(catalogue.skill[skill].area for skill in course)
    drawing = _drawn(
        places, tuple(sorted(ratings.items())), tuple(sorted(required.items())), course
    )
    areas = tuple(
        AreaOfMap(area, asked[area.id] - missing[area.id], asked[area.id]) for area in places.areas
    )
    return CourseMap(drawing, areas, way)


def plan_map(
    places: MapPlaces,
    catalogue: Catalogue,
    ratings: Ratings,
    target: Target,
    steps: Mapping[int, Step],
) -> CourseMap:
    """Return the map of these ratings with the course through the open steps of a plan.

    `steps` holds them by their number in the plan. A skill has the number of its first step and
    asks for the level that its last step leads to. Areas say no counts.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    way = route(catalogue, ratings, target)
    goals = {step.skill: step.to_level for step in steps.values()}
    first = dict[str, int]()
    for number, step in steps.items():
        first.setdefault(step.skill, number)
    met = {skill: level for skill, level in way.required.items() if skill not in way.course}
    required = tuple(sorted((met | goals).items()))
    course, numbers = tuple(first), tuple(first.values())
    drawing = _drawn(places, tuple(sorted(ratings.items())), required, course, numbers)
    return CourseMap(drawing, tuple(AreaOfMap(area, 0, 0) for area in places.areas), way)


@lru_cache(CACHED_MAPS)
def _drawn(
    places: MapPlaces,
    ratings: Levels,
    required: tuple[tuple[str, int], ...],
    course: tuple[str, ...],
    numbers: tuple[int, ...] = (),
) -> SkillMap:
    return draw_map(places, dict(ratings), dict(required), course, numbers)
