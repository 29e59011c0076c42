"""Sheets as they travel: the bytes of a page are joined a hundred times as fast as its characters, which must still be made bytes then."""

from collections.abc import Mapping

from app.extensions import token
from app.web.sheets import TOKEN, Sheet

Sent = tuple[bytes | str, ...]
"""A sheet whose pieces are as they travel, with its marks in between."""
Given = Mapping[str, bytes | str]
"""Mark → what stands there, as it stands in HTML."""


def sent(sheet: Sheet) -> Sent:
    """The sheet as it travels; every second piece of a sheet is a mark."""
    return tuple(piece if place % 2 else piece.encode() for place, piece in enumerate(sheet))


def filled(sheet: Sent, given: Given) -> bytes:
    """The page with what is one person's in the places of the marks, and this request's token.

    KeyError: a mark for which nothing is given.
    """
    values = {**given, TOKEN: token()}
    pieces = [values[piece] if isinstance(piece, str) else piece for piece in sheet]
    return b"".join([piece.encode() if isinstance(piece, str) else piece for piece in pieces])
