"""Owners: nobody's name, only the hash of a secret that their browser holds."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from app.storage.tables import owner

SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Owner:
    id: int
    seen_at: int


def begin_owner(db: Connection, now: int) -> tuple[Owner, str]:
    """A new owner and the secret to hand out; only the secret's hash is kept."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    found = Owner(secrets.randbits(63), now)
    db.execute(insert(owner).values(id=found.id, secret_hash=_hash(secret), begun_at=now, seen_at=now))
    return found, secret


def find_owner(db: Connection, secret: str) -> Owner | None:
    """The owner whose secret this is, or None."""
    row = db.execute(select(owner.c.id, owner.c.seen_at).where(owner.c.secret_hash == _hash(secret))).first()
    return Owner(row.id, row.seen_at) if row else None


def see_owner(db: Connection, owner_id: int, now: int) -> None:
    """Note that the owner was here: what is idle for long is purged."""
    db.execute(update(owner).where(owner.c.id == owner_id).values(seen_at=now))


def purge_owners(db: Connection, idle_since: int) -> int:
    """Delete owners not seen since then, with all that is theirs; returns how many."""
    return db.execute(delete(owner).where(owner.c.seen_at < idle_since)).rowcount


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
