"""The rows of the list: cut once a language, and filled with what is one person's."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final, Literal

from flask_wtf.csrf import generate_csrf
from markupsafe import escape

from app.catalogue.text import Language
from app.storage.listed import Listed
from app.web.context import catalogue
from app.web.days import day_of
from app.web.language import language
from app.web.owner import owner_tag, tag_of
from app.web.saved.views import answered, said
from app.web.sheets import NUMBER, TOKEN, cut, mark
from app.web.spoken import template_in
from app.web.templating import day_in_words

Kind = Literal["finished", "open", "deleted"]
WHOSE, DAY, NAME, FIRST, SECOND = map(mark, range(1, 6))
ROW: Final = (str(NUMBER), DAY, NAME, FIRST, SECOND)
"""What differs from row to row; the rest of a row is the same on all of somebody's page."""
QUARTER: Final = 900
"""Seconds: clocks are apart by whole quarters of an hour, so that all times of one are on the same day."""
MOST_QUARTERS: Final = 2048
Values = tuple[bytes, ...]


class Blanks:
    """Rows of each kind on one person's page, to be filled in: whose they are and the token of their forms stand in them."""

    def __init__(self, owner_id: int) -> None:
        self.here: Final = language()
        self._same: Final = (
            (WHOSE.encode(), owner_tag(owner_id).encode()),
            (TOKEN.encode(), generate_csrf().encode()),
        )
        self._known = dict[tuple[Kind, bool, bool], tuple[bytes, Callable[[Values], Values]]]()

    def row(
        self, kind: Kind, has_plan: bool, number: int, at: int, name: str | None, *said: bytes
    ) -> bytes:
        """One row, as it is sent; `at` is its time in seconds since 1970, `said` what its kind says besides."""
        which = kind, bool(name), has_plan
        text, order = self._known.get(which) or self._begun(which)
        values = (
            b"%d" % number,
            _day(at // QUARTER, self.here),
            escape(name).encode() if name else b"",
            *said,
        )
        return text % order(values)

    def _begun(self, which: tuple[Kind, bool, bool]) -> tuple[bytes, Callable[[Values], Values]]:
        text, order = _blank(self.here, *which)
        for place, value in self._same:
            text = text.replace(place, value)
        self._known[which] = text, order
        return text, order


def rows_html(owner_id: int, rows: Iterable[Listed]) -> bytes:
    """Each with its closest roles and its readiness for the target, or how far its questions have come; as they are sent."""
    made: list[bytes] = []
    today, blanks = catalogue(), Blanks(owner_id)
    questions = b"%d" % len(today.skills)
    for number, at, answers, role, stage, _, result, name, _ in rows:
        if result is None:
            made.append(
                blanks.row(
                    "open", False, number, at, name, b"%d" % answered(today, answers), questions
                )
            )
        else:
            of = said(blanks.here, today, result, role, stage)
            made.append(
                blanks.row("finished", of.has_plan, number, at, name, of.closest, of.figures)
            )
    return b"".join(made)


def deleted_html(owner_id: int, rows: Iterable[Listed]) -> bytes:
    """Each with the way to bring it back; as they are sent."""
    blanks = Blanks(owner_id)
    return b"".join(blanks.row("deleted", False, each.number, each.at, each.name) for each in rows)


@cache
def _blank(
    here: Language, kind: Kind, has_name: bool, has_plan: bool
) -> tuple[bytes, Callable[[Values], Values]]:
    """A row of that kind as a pattern for bytes, and how the values of ROW follow one another in it."""
    row = getattr(template_in(here, "saved_row.html").module, kind)
    of = {"finished": (FIRST, SECOND, has_plan), "open": (FIRST, SECOND), "deleted": ()}[kind]
    sheet = cut(
        lambda: str(row(NUMBER, tag_of(WHOSE, NUMBER), DAY, NAME if has_name else None, *of)), *ROW
    )
    text = b"".join(b"%b" if piece in ROW else _pattern(piece) for piece in sheet)
    return text, itemgetter(*(ROW.index(piece) for piece in sheet if piece in ROW))


def _pattern(piece: bytes | str) -> bytes:
    """A pattern that gives the piece itself."""
    return (piece if isinstance(piece, bytes) else piece.encode()).replace(b"%", b"%%")


@lru_cache(MOST_QUARTERS)
def _day(quarter: int, here: Language) -> bytes:
    """The day of a quarter of an hour since 1970, in words."""
    return day_in_words(day_of(quarter * QUARTER, here), here).encode()
