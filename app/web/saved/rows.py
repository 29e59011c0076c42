"""The rows of the list: cut once a language, and filled with what is one person's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from operator import itemgetter
from typing import Final, Literal

from markupsafe import escape

from app.catalogue.text import Language
from app.extensions import token
from app.storage.listed import Listed
from app.web.context import catalogue
from app.web.days import day_of
from app.web.language import language
from app.web.owner import tag_of
from app.web.saved.views import answered, said
from app.web.sheets import NUMBER, TOKEN, cut, mark
from app.web.spoken import template_in
from app.web.templating import day_in_words

Kind = Literal["finished", "open", "deleted"]
TAG, DAY, NAME, FIRST, SECOND = map(mark, range(1, 6))
MARKS: Final = (str(NUMBER), TAG, DAY, NAME, FIRST, SECOND, TOKEN)
QUARTER: Final = 900
"""Seconds: clocks are apart by whole quarters of an hour, so that all times of one are on the same day."""
MOST_QUARTERS: Final = 2048


@dataclass(frozen=True, slots=True)
class Blank:
    """A row of a kind, in pieces: what is the same in all of them, and how the values of one and these follow one another."""

    pieces: tuple[bytes, ...]
    order: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]


def rows_html(owner_id: int, rows: Iterable[Listed]) -> bytes:
    """Each with its closest roles and its readiness for the target, or how far its questions have come; as they are sent."""
    made: list[bytes] = []
    today, here, forms = catalogue(), language(), token().encode()
    questions = b"%d" % len(today.skills)
    for number, finished_at, answers, role, stage, _, result, name, begun_at, _ in rows:
        mine = (
            b"%d" % number,
            tag_of(owner_id, number).encode(),
            _day((finished_at or begun_at) // QUARTER, here),
            escape(name).encode() if name else b"",
        )
        if result is None:
            blank = _blank(here, "open", bool(name), False)
            made += blank.order((*mine, b"%d" % answered(today, answers), questions, forms, *blank.pieces))
        else:
            of = said(here, today, result, role, stage)
            blank = _blank(here, "finished", bool(name), of.has_plan)
            made += blank.order((*mine, of.closest, of.figures, forms, *blank.pieces))
    return b"".join(made)


def deleted_html(owner_id: int, rows: Iterable[Listed]) -> bytes:
    """Each with the way to bring it back; as they are sent."""
    made: list[bytes] = []
    here, forms = language(), token().encode()
    for each in rows:
        day, blank = _day((each.finished_at or each.begun_at) // QUARTER, here), _blank(here, "deleted", bool(each.name), False)
        mine = b"%d" % each.number, tag_of(owner_id, each.number).encode(), day, escape(each.name or "").encode()
        made += blank.order((*mine, b"", b"", forms, *blank.pieces))
    return b"".join(made)


@cache
def _blank(here: Language, kind: Kind, has_name: bool, has_plan: bool) -> Blank:
    """What is the same in all rows of that kind."""
    row = getattr(template_in(here, "saved_row.html").module, kind)
    of = {"finished": (FIRST, SECOND, has_plan), "open": (FIRST, SECOND), "deleted": ()}[kind]
    sheet = cut(lambda: str(row(NUMBER, TAG, DAY, NAME if has_name else None, *of)), *MARKS)
    pieces = tuple(dict.fromkeys(piece for piece in sheet if isinstance(piece, bytes)))
    return Blank(pieces, itemgetter(*map((*MARKS, *pieces).index, sheet)))


@lru_cache(MOST_QUARTERS)
def _day(quarter: int, here: Language) -> bytes:
    """The day of a quarter of an hour since 1970, in words."""
    return day_in_words(day_of(quarter * QUARTER, here), here).encode()
