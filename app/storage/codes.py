"""Return codes: with one, somebody opens their assessments on another device. Nobody can look one up, for only its hash is kept.

A code is 27 random symbols of Crockford's base 32 (135 bits; 134.8 remain, see `new_code`) and his check symbol, modulo 37:
https://www.crockford.com/base32.html. It tells a slip of the pen (one symbol wrong, two neighbours changed round) from an unknown code.
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
GROUP: Final = 4
CHECK_BASE: Final = 37
DOMAIN: Final = b"orienteer return code\0"
"""Hashed before a code, so that its hash is that of nothing else."""
BETWEEN: Final = "ZPC"
"""The first letters of the Unicode categories of what may stand between symbols: spaces, hyphens and other points, what has no ink."""

Fault = Literal["empty", "strange", "length", "check"]


class Mistyped(ValueError):
    """What was typed is no return code: nothing, signs that none has (`found`), too few or too many (`found` how many), or a slip."""

    def __init__(self, fault: Fault, found: str = "") -> None:
        super().__init__(fault)
        self.fault, self.found = fault, found


def new_code() -> str:
    """A random code.

    Those whose check symbol is no letter or digit are thrown away (one in seven), so that every code is easy to read out.
    """
    while True:
        body = "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH - 1))
        check = _check(body)
        if check < len(SYMBOLS):
            return body + SYMBOLS[check]


def grouped(code: str) -> str:
    """A code as it is shown: in groups of four, with spaces between."""
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def read_code(typed: str) -> str:
    """The code that was typed: in either case, with or without spaces and hyphens, O for 0, I and L for 1. Mistyped: it is none."""
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
    """What is kept of a code: 32 bytes (SHA-256), from which a random one cannot be worked out."""
    return hashlib.sha256(DOMAIN + code.encode()).digest()


def make_code(db: Connection, owner_id: int, now: int, replaces: int | None) -> str | None:
    """A new code in place of the one made at `replaces` (None: of none), which opens nothing any more.

    None when another has been made since: a form that is sent twice makes one code, and ends none that its page did not know of.
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
    """When the owner's present code was made; None when they have none."""
    return db.scalar(select(owner.c.code_made_at).where(owner.c.id == owner_id))


def owner_of_code(db: Connection, code: str) -> int | None:
    """Whose code this is, or None. It is looked up by its hash, so that how long that takes says nothing about other codes."""
    return db.scalar(select(owner.c.id).where(owner.c.code_hash == code_hash(code)))


def _check(body: str) -> int:
    value = 0
    for symbol in body:
        value = value * len(SYMBOLS) + SYMBOLS.index(symbol)
    return value % CHECK_BASE
