"""Owners: no names, only hashes of the secrets that their browsers hold."""

import hashlib
import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from app.storage.tables import assessment, device, owner, progress

SECRET_BYTES = 32
ID_BITS = 63
BATCH = 100
"""How many owners a purge removes in one transaction, each with everything of theirs."""
MAX_ASSESSMENTS = 1_000
"""Per owner, deleted ones included until they are purged: one a day for almost three years."""
MAX_STEPS = 20_000
"""Steps in progress, done or with a note that one owner may have after an import, a merge or a copy
of a plan. Single steps are never refused."""
MAX_NOTES_LENGTH = 1_000_000
"""Characters of all notes of one owner: a thousand of the longest."""


class OwnerGone(LookupError):
    """The owner has been erased or merged into another since they were looked up."""


class StepsFull(Exception):
    """The owner would have progress in more than MAX_STEPS steps; nothing was changed."""


class NotesFull(Exception):
    """The owner's notes would be longer than MAX_NOTES_LENGTH together; nothing was changed."""


class AssessmentsFull(Exception):
    """The owner would have more than MAX_ASSESSMENTS; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody, as identified by the device that they came with."""

    id: int
    device: int
    seen_at: int


def create_owner(db: Connection, now: int, last_number: int = 0) -> tuple[Owner, str]:
    """Create an owner with a first device; returns the owner and the device's secret.

    The numbers up to `last_number` are reserved for assessments that the caller inserts.
    """
    owner_id = secrets.randbits(ID_BITS)
    db.execute(
        insert(owner).values(id=owner_id, last_number=last_number, begun_at=now, seen_at=now)
    )
    return create_device(db, owner_id, now)


def create_device(db: Connection, owner_id: int, now: int) -> tuple[Owner, str]:
    """Create one more device of an owner; returns its secret, of which only the hash is stored."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    new = Owner(id=owner_id, device=secrets.randbits(ID_BITS), seen_at=now)
    db.execute(
        insert(device).values(
            owner=new.id,
            id=new.device,
            secret_hash=secret_hash(secret),
            begun_at=now,
            seen_at=now,
        )
    )
    return new, secret


def find_owner(db: Connection, secret: str) -> Owner | None:
    """Return the owner for whom a browser holds this secret, or None."""
    query = select(device.c.owner, device.c.id, device.c.seen_at)
    row = db.execute(query.where(device.c.secret_hash == secret_hash(secret))).first()
    return Owner(*row) if row else None


def lock_owner(db: Connection, owner_id: int) -> None:
    """Lock the owner's row until the transaction ends. Raises OwnerGone."""
    if db.scalar(select(owner.c.id).where(owner.c.id == owner_id).with_for_update()) is None:
        raise OwnerGone


def next_number(db: Connection, owner_id: int) -> int:
    """Return a number for the owner's next assessment, unique for ever. Raises OwnerGone.

    The owner must be locked.
    """
    number = db.scalar(
        update(owner)
        .where(owner.c.id == owner_id)
        .values(last_number=owner.c.last_number + 1)
        .returning(owner.c.last_number)
    )
    if number is None:
        raise OwnerGone
    return int(number)


def refuse_too_many(db: Connection, owner_id: int, last_number: int, more: int = 1) -> None:
    """Raise AssessmentsFull when `more` new assessments, up to `last_number`, are too many.

    Nobody has more assessments than their last number, so most owners' are not counted.
    """
    if last_number <= MAX_ASSESSMENTS:
        return
    query = select(func.count()).select_from(assessment).where(assessment.c.owner == owner_id)
    if db.execute(query).scalar_one() + more > MAX_ASSESSMENTS:
        raise AssessmentsFull


def refuse_too_long_notes(db: Connection, owner_id: int) -> None:
    """Raise NotesFull when the owner's notes, as this transaction leaves them, are too long."""
    length = func.coalesce(func.sum(func.length(progress.c.note)), 0)
    query = select(length).where(progress.c.owner == owner_id)
    if db.execute(query).scalar_one() > MAX_NOTES_LENGTH:
        raise NotesFull


def refuse_too_much_progress(db: Connection, owner_id: int) -> None:
    """Raise StepsFull or NotesFull when this transaction leaves the owner too many or too long."""
    query = select(func.count()).select_from(progress).where(progress.c.owner == owner_id)
    if db.execute(query).scalar_one() > MAX_STEPS:
        raise StepsFull
    refuse_too_long_notes(db, owner_id)


def note_visit(db: Connection, visitor: Owner, now: int) -> None:
    """Note a visit: owners that are idle for long are purged."""
    this_device = (device.c.owner == visitor.id) & (device.c.id == visitor.device)
    db.execute(update(device).where(this_device).values(seen_at=now))
    db.execute(update(owner).where(owner.c.id == visitor.id).values(seen_at=now))


def erase_owner(db: Connection, owner_id: int) -> None:
    """Delete an owner and, by the foreign keys, everything of theirs."""
    db.execute(delete(owner).where(owner.c.id == owner_id))


def is_anybody_seen(db: Connection, since: int, until: int) -> bool:
    """Return whether any owner's last visit was within these times."""
    seen = (owner.c.seen_at >= since) & (owner.c.seen_at < until)
    return db.scalar(select(owner.c.id).where(seen).limit(1)) is not None


def purge_owners(db: Connection, idle_since: int, most: int = BATCH) -> int:
    """Erase up to `most` owners not seen since then; returns how many.

    The condition is checked again while deleting, so that an owner who has just returned stays.
    """
    past = owner.c.seen_at < idle_since
    some = select(owner.c.id).where(past).limit(most)
    return db.execute(delete(owner).where(owner.c.id.in_(some), past)).rowcount


def secret_hash(secret: str) -> bytes:
    """Return the SHA-256 that is stored: a random secret cannot be worked out from it."""
    return hashlib.sha256(secret.encode()).digest()
