"""The browsers of an owner. Each has its own secret, so that one can be disconnected alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, tuple_

from app.storage.owners import Owner
from app.storage.tables import device

MAX_DEVICES = 50
"""Browsers of one owner."""
BATCH = 500
"""How many devices a purge reads, and then removes, at a time."""
Key = tuple[int, int]
"""Owner and id."""


@dataclass(frozen=True, slots=True)
class Device:
    """A browser: when it was connected to the owner, and when it was last seen, to the day."""

    id: int
    begun_at: int
    seen_at: int


def list_devices(db: Connection, owner_id: int) -> list[Device]:
    """Return the owner's devices, the last seen first."""
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
    """Return how many devices the owner has."""
    return (
        db.scalar(select(func.count()).select_from(device).where(device.c.owner == owner_id)) or 0
    )


def disconnect_device(db: Connection, owner_id: int, device_id: int) -> bool:
    """Disconnect a device of the owner's; returns whether there was one."""
    return (
        db.execute(
            delete(device).where(device.c.owner == owner_id, device.c.id == device_id)
        ).rowcount
        == 1
    )


def disconnect_other_devices(db: Connection, this: Owner) -> int:
    """Disconnect all of the owner's devices but this one; returns how many."""
    return db.execute(
        delete(device).where(device.c.owner == this.id, device.c.id != this.device)
    ).rowcount


def disconnect_too_many(db: Connection, this: Owner) -> None:
    """Disconnect those of the owner's devices beyond MAX_DEVICES that were seen longest ago.

    This device stays.
    """
    kept = (
        select(device.c.id)
        .where(device.c.owner == this.id)
        .order_by(device.c.id != this.device, device.c.seen_at.desc(), device.c.begun_at.desc())
        .limit(MAX_DEVICES)
    )
    db.execute(delete(device).where(device.c.owner == this.id, device.c.id.not_in(kept)))


def unseen_devices(
    db: Connection, unseen_since: int, after: Key = (-1, -1), most: int = BATCH
) -> list[Key]:
    """Return some devices of any owners, by key, that were last seen before then."""
    key = tuple_(device.c.owner, device.c.id)
    query = select(device.c.owner, device.c.id).where(
        device.c.seen_at < unseen_since, key > tuple_(*after)
    )
    return [
        (row.owner, row.id)
        for row in db.execute(query.order_by(device.c.owner, device.c.id).limit(most))
    ]


def purge_devices(db: Connection, keys: Sequence[Key], unseen_since: int) -> int:
    """Remove those of the devices that were not seen meanwhile; returns how many."""
    key = tuple_(device.c.owner, device.c.id)
    return db.execute(delete(device).where(key.in_(keys), device.c.seen_at < unseen_since)).rowcount
