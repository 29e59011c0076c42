"""The coefficients as a picture: a line per item, on it a mark per role, and what tells each role apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.catalogue.model import COEFFICIENT_SUM, Area, Catalogue, Item, Role

THOUSAND = 1000
AXIS_STEP = 10
WIDTH = 100
MOST_TELLING = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """A role's coefficient on an item's line: `x` per cent from the left; `shape` is the role's place in the catalogue."""

    shape: int
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """One area's items."""

    area: Area
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """An item that a role weighs more than the other roles do on average, by so many thousandths (not rounded)."""

    role: Role
    item: Item
    excess: Fraction


@dataclass(frozen=True, slots=True)
class Picture:
    areas: tuple[Lines, ...]
    end: int
    """Thousandths at the right end of every line."""
    telling: tuple[tuple[Role, tuple[Telling, ...]], ...]
    """Per role the items that tell it apart most."""
    most: Telling
    """The strongest of them all."""


def thousandths(coefficient: int) -> int:
    """A coefficient as it is shown: in thousandths of its role's sum, rounded."""
    return round(Fraction(THOUSAND * coefficient, COEFFICIENT_SUM))


def picture(catalogue: Catalogue) -> Picture:
    """The marks of every item, grouped by area in the catalogue's order."""
    highest = max(coefficient.value for role in catalogue.roles for coefficient in role.match)
    end = AXIS_STEP * -(-THOUSAND * highest // (AXIS_STEP * COEFFICIENT_SUM))
    places = {item.id: place for place, item in enumerate(catalogue.items)}

    def line(item: Item) -> Line:
        values = [role.match[places[item.id]].value for role in catalogue.roles]
        return Line(
            item, tuple(Mark(shape, _across(value, end)) for shape, value in enumerate(values))
        )

    areas = tuple(
        Lines(area, tuple(line(item) for item in _items(catalogue, area)))
        for area in catalogue.areas
    )
    telling = tuple(
        (role, tuple(_telling(catalogue, role)[:MOST_TELLING])) for role in catalogue.roles
    )
    most = max((items[0] for _, items in telling), key=lambda each: each.excess)
    return Picture(areas, end, telling, most)


def _across(value: int, end: int) -> float:
    return round(WIDTH * THOUSAND * value / (COEFFICIENT_SUM * end), 1)


def _items(catalogue: Catalogue, area: Area) -> Iterator[Item]:
    return (item for item in catalogue.items if catalogue.skill[item.skills[0]].area == area.id)


def _telling(catalogue: Catalogue, role: Role) -> list[Telling]:
    """Every item by how much more the role weighs it than the others on average, most first; equal ones in item order."""
    others = [other for other in catalogue.roles if other is not role]

    def excess(place: int) -> Fraction:
        mean = Fraction(sum(other.match[place].value for other in others), max(len(others), 1))
        return THOUSAND * (role.match[place].value - mean) / COEFFICIENT_SUM

    return sorted(
        (Telling(role, item, excess(place)) for place, item in enumerate(catalogue.items)),
        key=lambda each: -each.excess,
    )
