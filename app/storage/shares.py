"""Links that share one result: a token in the address, of which only the hash is stored."""

import secrets
from dataclasses import asdict, dataclass, fields

from sqlalchemy import Connection, RowMapping, delete, insert, select, tuple_, update

from app.storage.assessments import Assessment, assessment_of
from app.storage.owners import ID_BITS, SECRET_BYTES, secret_hash
from app.storage.tables import assessment, share

DAY_SECONDS = 24 * 3600
BATCH = 500
"""How many a purge removes in one transaction."""
FORM_SECONDS = DAY_SECONDS
"""How long the form that creates a link can be used. A link's token is known for longer."""
MAX_LINKS = 20
"""How many valid links an assessment may have."""
OPENING_NOTED_EVERY_SECONDS = 3600
"""Openings are noted to the hour, and never who opened a link."""
MAX_ID = 2**ID_BITS - 1


class LinkEnded(Exception):
    """A link with this token was revoked or has expired."""


@dataclass(frozen=True, slots=True)
class Share:
    """A valid link; `opened_at` is the hour in which it was last opened, or None."""

    owner: int
    id: int
    number: int
    with_ratings: bool
    with_plan: bool
    begun_at: int
    ends_at: int
    opened_at: int | None


COLUMNS = [share.c[field.name] for field in fields(Share)]


def new_token() -> str:
    """Return a token for a link: 256 random bits as 43 characters."""
    return secrets.token_urlsafe(SECRET_BYTES)


def create_share(
    db: Connection,
    loaded: Assessment,
    token: str,
    with_ratings: bool,
    with_plan: bool,
    days: int,
    now: int,
) -> Share | None:
    """Create the link with this token, or return it where it exists; None beyond MAX_LINKS.

    The assessment must have been loaded with `lock`, so that concurrent requests are counted.
    Raises LinkEnded when a link with this token was revoked or has expired.
    """
    known = find_own_share(db, loaded, token, now)
    if known is None and _is_used(db, loaded.owner, token):
        raise LinkEnded
    if known or len(list_shares(db, loaded.owner, loaded.number, now)) >= MAX_LINKS:
        return known
    new = Share(
        owner=loaded.owner,
        id=secrets.randbits(ID_BITS),
        number=loaded.number,
        with_ratings=with_ratings,
        with_plan=with_plan,
        begun_at=now,
        ends_at=now + days * DAY_SECONDS,
        opened_at=None,
    )
    db.execute(insert(share).values(**asdict(new), token_hash=secret_hash(token)))
    return new


def find_own_share(db: Connection, loaded: Assessment, token: str, now: int) -> Share | None:
    """Return the valid link with this token if it shares this assessment."""
    query = select(*COLUMNS).where(
        share.c.token_hash == secret_hash(token),
        share.c.owner == loaded.owner,
        share.c.number == loaded.number,
    )
    row = db.execute(query.where(share.c.ends_at > now)).mappings().first()
    return _share_of(row) if row else None


def list_shares(db: Connection, owner_id: int, number: int, now: int) -> list[Share]:
    """Return the valid links to an assessment, newest first."""
    query = select(*COLUMNS).where(
        share.c.owner == owner_id, share.c.number == number, share.c.ends_at > now
    )
    query = query.order_by(share.c.begun_at.desc(), share.c.id)
    return [_share_of(row) for row in db.execute(query).mappings()]


def find_shared(db: Connection, token: str, now: int) -> tuple[Share, Assessment] | None:
    """Return what a token opens, or None.

    Unknown, expired and revoked tokens and deleted assessments all take the same query.
    """
    with_assessments = share.join(
        assessment, (assessment.c.owner == share.c.owner) & (assessment.c.number == share.c.number)
    )
    is_valid = (
        (share.c.token_hash == secret_hash(token))
        & (share.c.ends_at > now)
        & assessment.c.deleted_at.is_(None)
    )
    query = select(*COLUMNS, assessment).select_from(with_assessments).where(is_valid)
    row = db.execute(query).mappings().first()
    return (_share_of(row), assessment_of(row)) if row else None


def note_opening(db: Connection, opened: Share, now: int) -> None:
    """Note the hour in which a link was opened."""
    db.execute(
        update(share)
        .where(share.c.owner == opened.owner, share.c.id == opened.id)
        .values(opened_at=hour_of(now))
    )


def hour_of(seconds: int) -> int:
    """Return the start of the hour of a time."""
    return seconds - seconds % OPENING_NOTED_EVERY_SECONDS


def revoke_share(db: Connection, owner_id: int, number: int, share_id: int, now: int) -> None:
    """Revoke a link. Its token stays known until the purge, so that no form opens it again."""
    this = (share.c.owner == owner_id) & (share.c.id == share_id) & (share.c.number == number)
    over = {"begun_at": now - 1, "ends_at": now}  # no link may end in the second it began in
    db.execute(update(share).where(this, share.c.ends_at > now).values(over))


def purge_shares(db: Connection, now: int, most: int = BATCH) -> int:
    """Delete up to `most` links that ended more than FORM_SECONDS ago; returns how many."""
    past = share.c.ends_at <= now - FORM_SECONDS
    some = select(share.c.owner, share.c.id).where(past).limit(most)
    return db.execute(
        delete(share).where(tuple_(share.c.owner, share.c.id).in_(some), past)
    ).rowcount


def _is_used(db: Connection, owner_id: int, token: str) -> bool:
    """Return whether the owner has or had a link with this token."""
    query = select(share.c.id).where(
        share.c.owner == owner_id, share.c.token_hash == secret_hash(token)
    )
    return db.scalar(query) is not None


def _share_of(row: RowMapping) -> Share:
    """Return the link in a row that has its columns, perhaps among others."""
    return Share(**{column.name: row[column] for column in COLUMNS})
