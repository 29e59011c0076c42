"""The coefficients as a chart: a line per item, a dot per role, and what tells roles apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from app.catalogue.model import COEFFICIENT_SUM, Area, Catalogue, Item, Role
from app.scoring.profiles import CACHED_CATALOGUES

THOUSAND = 1000
AXIS_STEP = 10
WIDTH = 100
MAX_DISTINCTIONS = 3


@dataclass(frozen=True, slots=True)
class Dot:
    """A role's coefficient on an item's line.

    `x` is in per cent from the left, `shape` the role's place in the catalogue.
    """

    shape: int
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class AreaLines:
    """One area's items."""

    area: Area
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Distinction:
    """An item that a role weighs more than others do on average, by `excess` thousandths."""

    role: Role
    item: Item
    excess: Fraction


@dataclass(frozen=True, slots=True)
class CoefficientChart:
    areas: tuple[AreaLines, ...]
    end: int
    """Thousandths at the right end of every line."""
    distinctions: tuple[tuple[Role, tuple[Distinction, ...]], ...]
    """Per role the items that tell it apart most."""
    most: Distinction
    """The strongest of them all."""


def thousandths(coefficient: int) -> int:
    """Return a coefficient in thousandths of its role's sum, rounded."""
    return round(Fraction(THOUSAND * coefficient, COEFFICIENT_SUM))


@lru_cache(maxsize=CACHED_CATALOGUES)
def coefficient_chart(catalogue: Catalogue) -> CoefficientChart:
    """Return the dots of every item, grouped by area in the catalogue's order, cached."""
    highest = max(coefficient.value for role in catalogue.roles for coefficient in role.match)
    end = AXIS_STEP * -(-THOUSAND * highest // (AXIS_STEP * COEFFICIENT_SUM))
    places = {item.id: place for place, item in enumerate(catalogue.items)}

    def line(item: Item) -> Line:
        values = [role.match[places[item.id]].value for role in catalogue.roles]
        return Line(
            item, tuple(Dot(shape, _across(value, end)) for shape, value in enumerate(values))
        )

    areas = tuple(
        AreaLines(area, tuple(line(item) for item in _items(catalogue, area)))
        for area in catalogue.areas
    )
    distinctions = tuple(
        (role, tuple(_distinctions(catalogue, role)[:MAX_DISTINCTIONS])) for role in catalogue.roles
    )
    most = max((items[0] for _, items in distinctions), key=lambda each: each.excess)
    return CoefficientChart(areas, end, distinctions, most)


def _across(value: int, end: int) -> float:
    return round(WIDTH * THOUSAND * value / (COEFFICIENT_SUM * end), 1)


def _items(catalogue: Catalogue, area: Area) -> Iterator[Item]:
    return (item for item in catalogue.items if catalogue.skill[item.skills[0]].area == area.id)


def _distinctions(catalogue: Catalogue, role: Role) -> list[Distinction]:
    """Return every item, those first that the role weighs most above the others' average."""
    others = [other for other in catalogue.roles if other is not role]

    def excess(place: int) -> Fraction:
        mean = Fraction(sum(other.match[place].value for other in others), max(len(others), 1))
        return THOUSAND * (role.match[place].value - mean) / COEFFICIENT_SUM

    return sorted(
        (Distinction(role, item, excess(place)) for place, item in enumerate(catalogue.items)),
        key=lambda each: -each.excess,
    )
