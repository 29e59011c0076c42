"""Links that share one result: a token in the address, its hash at rest; a link taken back is a row deleted."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from app.storage.assessments import Assessment, assessment_of
from app.storage.owners import ID_BITS, SECRET_BYTES, secret_hash
from app.storage.tables import assessment, share

DAY_SECONDS = 24 * 3600
BATCH = 500
"""How many a purge removes in one transaction."""
MOST_LINKS = 20
"""How many links to one assessment may be live at once."""
SEEN_EVERY_SECONDS = 3600
"""When a link was opened is kept to the hour, and who opened it never."""
LARGEST_ID = 2**ID_BITS - 1


@dataclass(frozen=True, slots=True)
class Share:
    """A live link to an assessment; `opened_at` is the hour in which it was last opened, None until it is."""

    owner: int
    id: int
    number: int
    with_ratings: bool
    with_plan: bool
    begun_at: int
    ends_at: int
    opened_at: int | None


COLUMNS = [share.c[name] for name in Share.__slots__]


def new_token() -> str:
    """A token for a link, 256 random bits as 43 characters for an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def begin_share(
    db: Connection,
    found: Assessment,
    token: str,
    with_ratings: bool,
    with_plan: bool,
    days: int,
    now: int,
) -> Share | None:
    """The link with this token, live for so many days from now; the same once more where it is there already.

    None where as many are live as may be. The assessment must have been found with `lock`, so that two at once are counted as two.
    """
    known = find_own_share(db, found, token, now)
    if known or len(list_shares(db, found.owner, found.number, now)) >= MOST_LINKS:
        return known
    new = Share(
        found.owner,
        secrets.randbits(ID_BITS),
        found.number,
        with_ratings,
        with_plan,
        now,
        now + days * DAY_SECONDS,
        None,
    )
    values = {name: getattr(new, name) for name in Share.__slots__}
    db.execute(insert(share).values(values | {"token_hash": secret_hash(token)}))
    return new


def find_own_share(db: Connection, found: Assessment, token: str, now: int) -> Share | None:
    """The live link with this token where it shares this assessment."""
    query = select(*COLUMNS).where(
        share.c.token_hash == secret_hash(token),
        share.c.owner == found.owner,
        share.c.number == found.number,
    )
    row = db.execute(query.where(share.c.ends_at > now)).first()
    return Share(*row) if row else None


def list_shares(db: Connection, owner_id: int, number: int, now: int) -> list[Share]:
    """The live links to an assessment, the newest first."""
    query = select(*COLUMNS).where(
        share.c.owner == owner_id, share.c.number == number, share.c.ends_at > now
    )
    return [Share(*row) for row in db.execute(query.order_by(share.c.begun_at.desc(), share.c.id))]


def find_shared(db: Connection, token: str, now: int) -> tuple[Share, Assessment] | None:
    """What a token opens now: nothing where it is unknown, over, taken back, or where the assessment is deleted. One look-up each time."""
    held = share.join(
        assessment, (assessment.c.owner == share.c.owner) & (assessment.c.number == share.c.number)
    )
    live = (
        (share.c.token_hash == secret_hash(token))
        & (share.c.ends_at > now)
        & assessment.c.deleted_at.is_(None)
    )
    row = db.execute(select(*COLUMNS, *assessment.c).select_from(held).where(live)).first()
    if row is None:
        return None
    return Share(*row[: len(COLUMNS)]), assessment_of(row[len(COLUMNS) :])


def see_share(db: Connection, found: Share, now: int) -> None:
    """Note the hour in which a link was opened."""
    db.execute(
        update(share)
        .where(share.c.owner == found.owner, share.c.id == found.id)
        .values(opened_at=hour_of(now))
    )


def hour_of(seconds: int) -> int:
    """The beginning of the hour."""
    return seconds - seconds % SEEN_EVERY_SECONDS


def end_share(db: Connection, owner_id: int, number: int, share_id: int) -> None:
    """Take a link back at once; one that is over or gone stays so."""
    db.execute(
        delete(share).where(
            share.c.owner == owner_id, share.c.id == share_id, share.c.number == number
        )
    )


def purge_shares(db: Connection, now: int, most: int = BATCH) -> int:
    """Remove some of the links that are over; returns how many, `most` where there may be more."""
    past = share.c.ends_at <= now
    some = select(share.c.owner, share.c.id).where(past).limit(most)
    return db.execute(
        delete(share).where(tuple_(share.c.owner, share.c.id).in_(some), past)
    ).rowcount
