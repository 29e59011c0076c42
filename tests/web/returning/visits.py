"""Visitors whose last visit was a while ago."""

from sqlalchemy import update

from app.storage.engine import writing
from app.storage.owners import find_owner
from app.storage.tables import device
from app.storage.tables import owner as owners
from tests.conftest import context_of
from tests.support.visitor import Visitor


def backdate_visit(visitor: Visitor, seconds: int) -> None:
    """Move the last visit of somebody with an assessment back by this much time."""
    cookie = visitor.client.get_cookie("orienteer")
    assert cookie
    with writing(context_of(visitor.app).engine) as db:
        who = find_owner(db, cookie.value)
        assert who
        db.execute(
            update(owners).where(owners.c.id == who.id).values(seen_at=owners.c.seen_at - seconds)
        )
        db.execute(
            update(device)
            .where(device.c.owner == who.id)
            .values(seen_at=device.c.seen_at - seconds)
        )
