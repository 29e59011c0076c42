"""A catalogue's role profiles as tuples of whole numbers, in item order and role order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from operator import sub

from app.catalogue.model import Catalogue, Role

CACHED_CATALOGUES = 8


@dataclass(frozen=True, slots=True)
class Profiles:
    """A catalogue as numbers. Every tuple of items or roles is in the catalogue's order."""

    skills: tuple[str, ...]
    items: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    """Skills of each item. The highest answered rating counts."""
    roles: tuple[str, ...]
    coefficients: tuple[tuple[int, ...], ...]
    """Shape (roles, items): whole numbers >= 0 that sum to COEFFICIENT_SUM for each role."""
    squares: tuple[tuple[tuple[int, ...], ...], ...]
    """Shape (roles, roles, items): squared difference of the two roles' coefficients. The sum over
    the items is below 2**53."""
    leads: tuple[tuple[tuple[int, ...], ...], ...]
    """Shape (roles, roles, items): coefficient of the first role - coefficient of the second."""
    lead_sums: tuple[tuple[int, ...], ...]
    """Shape (roles, items): sum of the role's `leads` over all other roles."""

    def place(self, role: str) -> int:
        """Return the role's index in the catalogue. Raises ValueError for an unknown role."""
        if role not in self.roles:
            raise ValueError(unknown("role", role, self.roles))
        return self.roles.index(role)


@lru_cache(maxsize=CACHED_CATALOGUES)
def profiles(catalogue: Catalogue) -> Profiles:
    """Return the catalogue's profiles, cached per catalogue."""
    places = {item.id: place for place, item in enumerate(catalogue.items)}
    rows = tuple(_row(role, places) for role in catalogue.roles)
    leads = tuple(tuple(tuple(map(sub, row, other)) for other in rows) for row in rows)
    return Profiles(
        skills=tuple(skill.id for skill in catalogue.skills),
        items=tuple(places),
        members=tuple(item.skills for item in catalogue.items),
        roles=tuple(role.id for role in catalogue.roles),
        coefficients=rows,
        squares=tuple(tuple(_squares(row, other) for other in rows) for row in rows),
        leads=leads,
        lead_sums=tuple(tuple(map(sum, zip(*each, strict=True))) for each in leads),
    )


def _row(role: Role, places: dict[str, int]) -> tuple[int, ...]:
    values = {coefficient.item: coefficient.value for coefficient in role.match}
    return tuple(values.get(item, 0) for item in places)


def _squares(row: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple((a - b) * (a - b) for a, b in zip(row, other, strict=True))


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Return what is wrong with a name, and which names there are."""
    return f"unknown {kind} {name!r}: give one of {', '.join(known)}"
