"""Somebody new with their first assessment, by as few statements as there are tables."""

from typing import Final

from sqlalchemy import Connection

from app.storage.assessments import BEGUN
from app.storage.owners import begin_owner
from app.storage.ratings import NOTHING

FIRST: Final = 1


def begin_first(db: Connection, now: int) -> tuple[str, int]:
    """A new owner's first assessment: the secret to hand out, of which only the hash is kept, and the assessment's number."""
    found, secret = begin_owner(db, now, last_number=FIRST)
    BEGUN.do(db, {"of": found.id, "at": FIRST, "now": now, "earlier": None, "held": NOTHING})
    return secret, FIRST
