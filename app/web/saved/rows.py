"""The rows of the list: cut once a language, and filled with what is one person's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from operator import itemgetter
from typing import Final, Literal

from babel.dates import format_date
from markupsafe import Markup, escape

from app.catalogue.text import Language
from app.documents.words import LOCALES
from app.extensions import token
from app.storage.listed import Listed
from app.web.context import catalogue
from app.web.days import day_of
from app.web.language import language
from app.web.owner import TAG_DIGITS
from app.web.saved.views import answered, said
from app.web.sheets import NUMBER, TOKEN, cut, mark
from app.web.spoken import template_in

Kind = Literal["finished", "open", "deleted"]
TAG, DAY, NAME, FIRST, SECOND = map(mark, range(1, 6))
MARKS: Final = (str(NUMBER), TAG, DAY, NAME, FIRST, SECOND, TOKEN)
QUARTER: Final = 900
"""Seconds: clocks are apart by whole quarters of an hour, so that all times of one are on the same day."""
MOST_QUARTERS: Final = 4096


@dataclass(frozen=True, slots=True)
class Blank:
    """A row of a kind, in pieces: what is the same in all of them, and how the values of one and these follow one another."""

    pieces: tuple[str, ...]
    order: Callable[[tuple[str, ...]], tuple[str, ...]]


def rows_html(owner_id: int, rows: Iterable[Listed]) -> Markup:
    """Each with its closest roles and its readiness for the target, or how far its questions have come."""
    today, here, forms, made = catalogue(), language(), token(), list[str]()
    questions = str(len(today.skills))
    for number, finished_at, answers, role, stage, _, result, name, begun_at, _ in rows:
        mine = str(number), _tag(owner_id, number), _day((finished_at or begun_at) // QUARTER, here), escape(name) if name else ""
        if result is None:
            blank = _blank(here, "open", bool(name), False)
            made += blank.order((*mine, str(answered(today, answers)), questions, forms, *blank.pieces))
        else:
            of = said(here, today, result, role, stage)
            blank = _blank(here, "finished", bool(name), of.has_plan)
            made += blank.order((*mine, of.closest, of.figures, forms, *blank.pieces))
    return Markup("".join(made))  # noqa: S704 (templates', and what stands in them is escaped) # nosec B704


def deleted_html(owner_id: int, rows: Iterable[Listed]) -> Markup:
    """Each with the way to bring it back."""
    here, forms, made = language(), token(), list[str]()
    for each in rows:
        day, blank = _day((each.finished_at or each.begun_at) // QUARTER, here), _blank(here, "deleted", bool(each.name), False)
        made += blank.order((str(each.number), _tag(owner_id, each.number), day, escape(each.name or ""), "", "", forms, *blank.pieces))
    return Markup("".join(made))  # noqa: S704 (as above) # nosec B704


@cache
def _blank(here: Language, kind: Kind, has_name: bool, has_plan: bool) -> Blank:
    """What is the same in all rows of that kind."""
    row = getattr(template_in(here, "saved_row.html").module, kind)
    of = {"finished": (FIRST, SECOND, has_plan), "open": (FIRST, SECOND), "deleted": ()}[kind]
    sheet = cut(lambda: str(row(NUMBER, TAG, DAY, NAME if has_name else None, *of)), *MARKS)
    pieces = tuple(dict.fromkeys(piece for piece in sheet if piece not in MARKS))
    return Blank(pieces, itemgetter(*map((MARKS + pieces).index, sheet)))


@lru_cache(MOST_QUARTERS)
def _day(quarter: int, here: Language) -> str:
    """The day of a quarter of an hour since 1970, in words."""
    return format_date(day_of(quarter * QUARTER, here), "long", locale=LOCALES[here])


def _tag(owner_id: int, number: int) -> str:
    """As `tag` has it of the same assessment."""
    return sha256(f"{owner_id}/{number}".encode()).hexdigest()[:TAG_DIGITS]
