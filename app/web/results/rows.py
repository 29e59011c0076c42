"""Rows of a result's long tables and pictures of gaps, written once for a catalogue in a language: the same for all with that rating."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from app.catalogue.model import COEFFICIENT_SUM, Catalogue
from app.catalogue.text import LANGUAGES, Language
from app.documents.words import signed
from app.scoring.profiles import CACHED_CATALOGUES
from app.web.results.profile import ItemRow
from app.web.results.why import PLACES, Part, Why
from app.web.sheets import mark
from app.web.spoken import template_in

THOUSANDTH: Final = COEFFICIENT_SUM // 1000
ADDS, LEADS = mark(1), mark(2)


class Rows:
    """Those that were asked for so far: of each item or each item and role no more than there are ratings and levels asked for."""

    def __init__(self, catalogue: Catalogue, here: Language) -> None:
        self.catalogue: Final = catalogue
        self.words: Final[Any] = template_in(here, "result_rows.html").module
        self.of_items = dict[tuple[str, int | None, int | None], str]()
        self.ways = dict[tuple[int | None, int], str]()
        self.of_parts = dict[tuple[str, int, int | None], tuple[str, str, str]]()

    def items(self, rows: Sequence[ItemRow]) -> Markup:
        """What each item is rated beside what is asked for."""
        return Markup("".join([self._item(row) for row in rows]))  # noqa: S704 (a template's) # nosec B704

    def parts(self, why: Why) -> Markup:
        """What each item adds to a role's match and to its lead."""
        return Markup("".join([self._part(why.role, part) for part in why.parts]))  # noqa: S704 (a template's, and figures) # nosec B704

    def way(self, rating: int | None, level: int) -> str:
        """From a rating to the level asked for, as a picture."""
        if (rating, level) not in self.ways:
            self.ways[rating, level] = self.words.way(rating, level)
        return self.ways[rating, level]

    def _item(self, row: ItemRow) -> str:
        key = row.item, row.rating, row.asked
        if key not in self.of_items:
            self.of_items[key] = self.words.item(row)
        return self.of_items[key]

    def _part(self, role: str, part: Part) -> str:
        key, rating, leads = (
            (role, part.place, part.rating),
            part.rating,
            signed(part.leads, PLACES),
        )
        if key not in self.of_parts:
            self.of_parts[key] = self._cut_part(role, part)
        before, between, after = self.of_parts[key]
        return (
            f"{before}{leads}{after}"
            if rating is not None
            else f"{before}{part.adds:.{PLACES}f}{between}{leads}{after}"
        )

    def _cut_part(self, role: str, part: Part) -> tuple[str, str, str]:
        """A row around what differs: of a rated item only its lead, of a skipped one what it adds as well."""
        item = self.catalogue.items[part.place]
        coefficient = next(
            (each.value for each in self.catalogue.role[role].match if each.item == item.id), 0
        )
        adds = ADDS if part.rating is None else f"{part.adds:.{PLACES}f}"
        made = self.words.part(
            item.id, item.name, part.rating, f"{coefficient / THOUSANDTH:.{PLACES}f}", adds, LEADS
        )
        rest, after = made.split(LEADS)
        before, _, between = rest.partition(ADDS)
        return before, between, after


@lru_cache(len(LANGUAGES) * CACHED_CATALOGUES)
def rows(catalogue: Catalogue, here: Language) -> Rows:
    """The rows of a catalogue in a language."""
    return Rows(catalogue, here)
