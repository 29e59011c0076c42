"""Owners: nobody's name, only the hashes of the secrets that their browsers hold."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    Connection,
    Integer,
    bindparam,
    delete,
    insert,
    literal_column,
    select,
    update,
)

from app.storage.often import Often
from app.storage.tables import device, owner

SECRET_BYTES = 32
ID_BITS = 63
BATCH = 100
"""How many owners a purge removes in one transaction, each with all that is theirs."""

BY_SECRET: Final = Often(
    select(device.c.owner, device.c.id, device.c.seen_at).where(
        device.c.secret_hash == bindparam("hash")
    )
)
HELD: Final = Often(select(owner.c.id).where(owner.c.id == bindparam("of")).with_for_update())
ONE: Final = literal_column("1", Integer)
COUNTED: Final = Often(
    update(owner)
    .where(owner.c.id == bindparam("of"))
    .values(last_number=owner.c.last_number + ONE)
    .returning(owner.c.last_number)
)
NEW_OWNER: Final = Often(
    insert(owner).values(
        id=bindparam("new"),
        last_number=bindparam("last"),
        begun_at=bindparam("now"),
        seen_at=bindparam("now"),
    )
)
NEW_DEVICE: Final = Often(
    insert(device).values(
        owner=bindparam("of"),
        id=bindparam("new"),
        secret_hash=bindparam("hash"),
        begun_at=bindparam("now"),
        seen_at=bindparam("now"),
    )
)

MOST_ASSESSMENTS = 1_000
"""How many assessments an owner may have, deleted ones among them until they are purged: one a day for almost three years."""


class OwnerGone(LookupError):
    """The owner has been erased, or brought together with another, since they were looked up."""


class AssessmentsFull(Exception):
    """The owner would have more than MOST_ASSESSMENTS; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody, by the device that they came with."""

    id: int
    device: int
    seen_at: int


def begin_owner(db: Connection, now: int, last_number: int = 0) -> tuple[Owner, str]:
    """A new owner and the secret to hand out; only the secret's hash is kept. They are given the numbers up to `last_number` at once."""
    new = secrets.randbits(ID_BITS)
    NEW_OWNER.do(db, {"new": new, "last": last_number, "now": now})
    return begin_device(db, new, now)


def begin_device(db: Connection, owner_id: int, now: int) -> tuple[Owner, str]:
    """One more browser for an owner, with a secret of its own to hand out; only the secret's hash is kept."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    found = Owner(owner_id, secrets.randbits(ID_BITS), now)
    NEW_DEVICE.do(
        db, {"of": found.id, "new": found.device, "hash": secret_hash(secret), "now": now}
    )
    return found, secret


def find_owner(db: Connection, secret: str) -> Owner | None:
    """The owner for whom a browser holds this secret, or None."""
    row = BY_SECRET.first(db, {"hash": secret_hash(secret)})
    return Owner(*row) if row else None


def hold_owner(db: Connection, owner_id: int) -> None:
    """Keep the owner from being changed or deleted by others until the transaction ends. Raises OwnerGone."""
    if HELD.first(db, {"of": owner_id}) is None:
        raise OwnerGone


def next_number(db: Connection, owner_id: int) -> int:
    """The number of the owner's next assessment; no other will have it. The owner must be held."""
    counted = COUNTED.first(db, {"of": owner_id})
    if counted is None:
        raise OwnerGone
    return int(counted[0])


def see_owner(db: Connection, found: Owner, now: int) -> None:
    """Note that the owner was here: what is idle for long is purged."""
    db.execute(
        update(device)
        .where(device.c.owner == found.id, device.c.id == found.device)
        .values(seen_at=now)
    )
    db.execute(update(owner).where(owner.c.id == found.id).values(seen_at=now))


def erase_owner(db: Connection, owner_id: int) -> None:
    """Remove an owner with all that is theirs: devices, return code, assessments, plans, progress and shares."""
    db.execute(delete(owner).where(owner.c.id == owner_id))


def is_anybody_seen(db: Connection, since: int, until: int) -> bool:
    """Whether somebody's last visit, of whoever, lies between these times."""
    return (
        db.scalar(
            select(owner.c.id).where(owner.c.seen_at >= since, owner.c.seen_at < until).limit(1)
        )
        is not None
    )


def purge_owners(db: Connection, idle_since: int, most: int = BATCH) -> int:
    """Remove some of the owners not seen since then, with all that is theirs; returns how many, `most` where there may be more."""
    past = owner.c.seen_at < idle_since
    some = select(owner.c.id).where(past).limit(most)
    return db.execute(
        delete(owner).where(owner.c.id.in_(some), past)
    ).rowcount  # asked twice: who has just come back stays


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret: 32 bytes (SHA-256), from which a random secret cannot be worked out."""
    return hashlib.sha256(secret.encode()).digest()
