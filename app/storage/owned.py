"""Who somebody is and one of their assessments, by one statement: most pages and every answer ask for both."""

from typing import Final

from sqlalchemy import Connection, Integer, bindparam, select

from app.storage.assessments import Assessment, assessment_of
from app.storage.often import Often
from app.storage.owners import Owner, secret_hash
from app.storage.tables import assessment, device

OWNER: Final = (device.c.owner, device.c.id, device.c.seen_at)
JOINED: Final = (assessment.c.owner == device.c.owner) & (
    assessment.c.number == bindparam("at", type_=Integer)
)
FOUND = (
    select(*OWNER, assessment)
    .select_from(device.join(assessment, JOINED))
    .where(device.c.secret_hash == bindparam("hash"), assessment.c.deleted_at.is_(None))
)
READ, HELD = Often(FOUND), Often(FOUND.with_for_update(of=assessment))


def find_owned(
    db: Connection, secret: str, number: int, lock: bool = False
) -> tuple[Owner, Assessment] | None:
    """The owner whose secret a browser holds, with their assessment of that number; None where there is not both.

    `lock` holds the assessment until the transaction ends.
    """
    row = (HELD if lock else READ).first(db, {"hash": secret_hash(secret), "at": number})
    return (Owner(*row[: len(OWNER)]), assessment_of(row[len(OWNER) :])) if row else None
