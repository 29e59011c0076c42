"""The browsers that open an owner's assessments, each by a secret of its own, so that one can be shut out alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, tuple_

from app.storage.owners import Owner
from app.storage.tables import device

BATCH = 500
"""How many a purge looks at in one reading, and removes in one transaction."""
Key = tuple[int, int]
"""Owner and id."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser: when it came to this owner's assessments, and when it was last seen (noted once a day)."""

    id: int
    begun_at: int
    seen_at: int


def list_devices(db: Connection, owner_id: int) -> list[Device]:
    """The owner's browsers, the one seen last first."""
    query = select(device.c.id, device.c.begun_at, device.c.seen_at).where(
        device.c.owner == owner_id
    )
    return [
        Device(*row)
        for row in db.execute(
            query.order_by(device.c.seen_at.desc(), device.c.begun_at.desc(), device.c.id)
        )
    ]


def count_devices(db: Connection, owner_id: int) -> int:
    return (
        db.scalar(select(func.count()).select_from(device).where(device.c.owner == owner_id)) or 0
    )


def end_device(db: Connection, owner_id: int, device_id: int) -> bool:
    """Whether there was such a browser of the owner's; its secret opens nothing any more."""
    return (
        db.execute(
            delete(device).where(device.c.owner == owner_id, device.c.id == device_id)
        ).rowcount
        == 1
    )


def end_other_devices(db: Connection, this: Owner) -> int:
    """End all of the owner's browsers but the one that they came with; returns how many."""
    return db.execute(
        delete(device).where(device.c.owner == this.id, device.c.id != this.device)
    ).rowcount


def unseen_devices(
    db: Connection, unseen_since: int, after: Key = (-1, -1), most: int = BATCH
) -> list[Key]:
    """Some of the browsers, of whoever, that were last seen before then: those after a key, in the order of keys."""
    key = tuple_(device.c.owner, device.c.id)
    query = select(device.c.owner, device.c.id).where(
        device.c.seen_at < unseen_since, key > tuple_(*after)
    )
    return [
        (row.owner, row.id)
        for row in db.execute(query.order_by(device.c.owner, device.c.id).limit(most))
    ]


def purge_devices(db: Connection, these: Sequence[Key], unseen_since: int) -> int:
    """Remove those of the browsers that have not been seen meanwhile; returns how many."""
    key = tuple_(device.c.owner, device.c.id)
    return db.execute(
        delete(device).where(key.in_(these), device.c.seen_at < unseen_since)
    ).rowcount
