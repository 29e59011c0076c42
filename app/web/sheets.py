"""Pages as almost everybody gets them: made once with marks where people's pages differ, and cut there.

What is kept of a page is the same for everybody: it is made of marks, and never of what somebody answered or may see. A page that has more
to say, such as what is wrong with a form or that something is done, is made as any other.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from flask import g, request, session
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app.catalogue.text import Language
from app.web.language import language
from app.web.security import is_plain_http_elsewhere
from app.web.theme import theme
from app.web.url_converters import FIRST_STAND_IN

Look = tuple[Language, str | None, bool]
"""Language, theme, and whether the page says that others can read along."""
Sheet = tuple[bytes | str, ...]
"""A page in pieces: what is the same for everybody, as it travels, and the marks in between.

Bytes are joined a hundred times as fast as characters, which would still have to be made bytes then.
"""
Given = Mapping[str, bytes | str]
"""Mark → what stands there, as it stands in HTML."""
FIRST_MARK: Final = 0xE000
"""From here on characters are for private use, and stand in no text of ours."""
NUMBER: Final = FIRST_STAND_IN
"""Stands for an assessment's number in addresses."""


def mark(place: int) -> Markup:
    """A mark for a value that differs, by its place among a page's marks; 0 is the token's of its forms."""
    return Markup(chr(FIRST_MARK + place))  # noqa: S704 (one character) # nosec B704


TOKEN: Final = mark(0)


def look() -> Look:
    """How this request's page looks, whoever asks."""
    return language(), theme(), is_plain_http_elsewhere()


def is_plain() -> bool:
    """Whether a page is asked for without anything more, and nothing is to be told once."""
    return (
        request.method in {"GET", "HEAD"} and not request.query_string and "_flashes" not in session
    )


def cut(make: Callable[[], str], *marks: str) -> Sheet:
    """What `make` makes, with TOKEN for the token of its forms, cut at these marks, at NUMBER and at TOKEN."""
    own = generate_csrf()
    g.csrf_token = TOKEN
    try:
        made = make()
    finally:
        g.csrf_token = own
    pieces = re.split(f"({'|'.join(map(re.escape, (str(NUMBER), TOKEN, *marks)))})", made)
    return tuple(piece if place % 2 else piece.encode() for place, piece in enumerate(pieces))


def filled(sheet: Sheet, given: Given) -> bytes:
    """The page with what is one person's where its marks are, and this request's token. KeyError: a mark for which nothing is given."""
    values = {
        each: value.encode() if isinstance(value, str) else value for each, value in given.items()
    }
    values[TOKEN] = generate_csrf().encode()
    return b"".join([values[piece] if isinstance(piece, str) else piece for piece in sheet])
