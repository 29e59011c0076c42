"""Return codes, with which an owner opens their assessments on another device.

Only a code's hash is stored. A code is 27 random symbols of Crockford's base 32 (134.8 bits, see
`new_code`) and his check symbol modulo 37: https://www.crockford.com/base32.html. The check symbol
detects a wrong symbol and two swapped neighbours.
"""

import hashlib
import secrets
import unicodedata
from typing import Final, Literal

from sqlalchemy import Connection, select, update

from app.storage.tables import owner

SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LOOK_ALIKE: Final = str.maketrans("OIL", "011")
LENGTH: Final = 28
MAX_TYPED: Final = 200
"""Characters of what was typed for a code, spaces and hyphens included."""
GROUP: Final = 4
CHECK_BASE: Final = 37
DOMAIN: Final = b"orienteer return code\0"
"""Prefixed before hashing, so that no other value has a code's hash."""
BETWEEN: Final = "ZPC"
"""Unicode categories, by first letter, that may separate symbols: spaces, punctuation, controls."""

CodeFault = Literal["empty", "strange", "length", "check"]


class Mistyped(ValueError):
    """What was typed is no return code.

    `found` has the characters that no code has, or how many symbols were typed.
    """

    def __init__(self, fault: CodeFault, found: str = "") -> None:
        super().__init__(fault)
        self.fault, self.found = fault, found


def new_code() -> str:
    """Return a random code.

    One in seven is discarded because its check symbol is neither a letter nor a digit.
    """
    while True:
        body = "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH - 1))
        check = _check(body)
        if check < len(SYMBOLS):
            return body + SYMBOLS[check]


def grouped(code: str) -> str:
    """Return a code in groups of four, as it is shown."""
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """Return the code that was typed. Raises Mistyped.

    Case, spaces and hyphens do not matter, O counts as 0, I and L as 1. A text longer than
    MAX_TYPED is refused unread, because normalising it can take seconds.
    """
    if len(typed) > MAX_TYPED:
        raise Mistyped("length", str(len(typed)))
    wide = unicodedata.normalize("NFKC", typed).upper()
    code = "".join(each for each in wide if unicodedata.category(each)[0] not in BETWEEN).translate(
        LOOK_ALIKE
    )
    if not code:
        raise Mistyped("empty")
    if strange := [each for each in code if each not in SYMBOLS]:
        raise Mistyped("strange", " ".join(dict.fromkeys(strange)))
    if len(code) != LENGTH:
        raise Mistyped("length", str(len(code)))
    if SYMBOLS.index(code[-1]) != _check(code[:-1]):
        raise Mistyped("check")
    return code


def code_hash(code: str) -> bytes:
    """Return the SHA-256 that is stored: a random code cannot be worked out from it."""
    return hashlib.sha256(DOMAIN + code.encode()).digest()


def make_code(db: Connection, owner_id: int, now: int, replaces: int | None) -> str | None:
    """Replace the code made at `replaces` (None: there was none) by a new one, and return it.

    Returns None when another code was made since: a form that is sent twice makes one code and
    replaces none that its page did not show.
    """
    code, made_at = new_code(), max(now, (replaces or 0) + 1)
    known = owner.c.code_made_at.is_(None) if replaces is None else owner.c.code_made_at == replaces
    row = {"code_hash": code_hash(code), "code_made_at": made_at}
    return (
        code
        if db.execute(update(owner).where(owner.c.id == owner_id, known).values(row)).rowcount
        else None
    )


def code_made_at(db: Connection, owner_id: int) -> int | None:
    """Return when the owner's code was made; None when they have none."""
    return db.scalar(select(owner.c.code_made_at).where(owner.c.id == owner_id))


def owner_of_code(db: Connection, code: str) -> int | None:
    """Return the owner of a code, or None.

    The look-up by hash takes a time that reveals nothing about other codes.
    """
    return db.scalar(select(owner.c.id).where(owner.c.code_hash == code_hash(code)))


def _check(body: str) -> int:
    value = 0
    for symbol in body:
        value = value * len(SYMBOLS) + SYMBOLS.index(symbol)
    return value % CHECK_BASE
