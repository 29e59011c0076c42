"""Sheets as they are sent, in bytes: to encode a page of forty kilobytes takes longer than all else that is done for it."""

from collections.abc import Mapping
from typing import Final

from app.extensions import token
from app.web.sheets import TOKEN, Sheet

SentSheet = tuple[bytes, ...]
SENT_TOKEN: Final = TOKEN.encode()


def as_sent(sheet: Sheet) -> SentSheet:
    """A page in pieces, each encoded once."""
    return tuple(piece.encode() for piece in sheet)


def filled_as_sent(sheet: SentSheet, given: Mapping[bytes, bytes]) -> bytes:
    """The page with what is one person's in the places of the marks, as it stands in HTML, and this request's token."""
    values = {**given, SENT_TOKEN: token().encode()}
    return b"".join([values.get(piece, piece) for piece in sheet])
