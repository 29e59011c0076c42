"""An instance with an owner who has data of each kind, and the actors who must not see it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from app.storage.cleanup import DAY_SECONDS
from app.storage.engine import Engine, reading, writing
from app.storage.owners import create_device, create_owner, find_owner, purge_owners, secret_hash
from app.storage.tables import assessment, device, metadata, owner, share
from tests.abuse.table import Row
from tests.conftest import context_of, new_app
from tests.support.databases import NewInstance
from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor

COOKIE = "orienteer"
NAME, NOTE = "markNAME0wner", "markNOTE0wner"
"""What the owner has typed. Only a shared link that includes it may show it to others."""
LIVE, ENDED, UNNAMED = "live" + "L" * 39, "ended" + "E" * 38, "never" + "N" * 38
"""Tokens of shared links: one that opens, one that has ended, one that never existed."""
Rows = dict[str, list[tuple[object, ...]]]


def secret_of(visitor: Visitor) -> str:
    """The secrets that a browser holds."""
    cookie = visitor.client.get_cookie(COOKIE)
    assert cookie, "has begun something"
    return cookie.value


def id_of(engine: Engine, secret: str) -> int:
    with reading(engine) as db:
        found = find_owner(db, secret)
    assert found
    return found.id


def rows_of(engine: Engine, whose: int) -> Rows:
    """All rows of an owner, by table."""
    found: Rows = {}
    with reading(engine) as db:
        for table in metadata.sorted_tables:
            column = table.c.id if table is owner else table.c.get("owner")
            if column is not None:
                query = select(table).where(column == whose).order_by(*table.primary_key)
                found[table.name] = [tuple(row) for row in db.execute(query)]
    return found


@dataclass
class Scene:
    """The instance as it was set up, which `restore` brings back, and the cookies of its people."""

    app: Flask
    engine: Engine
    secrets: dict[str, str | None] = field(default_factory=dict)
    whose: int = 0
    """The owner's number in the database, which stays theirs after erasing."""
    kept: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """Every row of everybody, by table."""

    def keep(self) -> None:
        with reading(self.engine) as db:
            self.kept = {
                table.name: [dict(row._mapping) for row in db.execute(select(table))]
                for table in metadata.sorted_tables
            }

    def restore(self) -> None:
        with writing(self.engine) as db:
            for table in reversed(metadata.sorted_tables):
                db.execute(delete(table))
            for table in metadata.sorted_tables:
                if rows := self.kept[table.name]:
                    db.execute(insert(table), rows)

    def come(self, who: str, language: str = "en") -> Visitor:
        """Return that person in a browser that holds only their cookie."""
        visitor, secret = Visitor(self.app, language), self.secrets[who]
        if secret:
            visitor.client.set_cookie(COOKIE, secret)
        return visitor

    @property
    def owners(self) -> Rows:
        """Return all rows of the owner."""
        return rows_of(self.engine, self.whose)


def send(visitor: Visitor, row: Row, actor: str, token: str, method: str) -> Page:
    """Return the row's request by this actor. A shared link's address has the actor's token."""
    path = row.address.replace("<token>", ENDED if actor == "expired" else LIVE)
    sent: dict[str, object] = {}
    if method == "PUT":
        sent = {"headers": {"X-CSRFToken": token}, "json": {"level": 4, "revision": 9}}
    if method == "POST":
        sent = {"data": {"csrf_token": token, **row.form}}
    return visitor.open(path, method, follow=False, **sent)


@contextmanager
def empty(new_instance: NewInstance, folder: Path) -> Iterator[Scene]:
    """Yield an empty instance."""
    with new_app(new_instance, folder) as app:
        yield Scene(app, context_of(app).engine)


@contextmanager
def scene(new_instance: NewInstance, folder: Path) -> Iterator[Scene]:
    """Yield the scene."""
    with empty(new_instance, folder) as made:
        secret = secret_of(owner_of_everything(made.app))
        made.whose = id_of(made.engine, secret)
        made.secrets |= {
            "owner": secret,
            "other guest": secret_of(_other(made.app)),
            "shared link": None,
            "anonymous": None,
        }
        made.secrets["sender"] = secret_of(
            owner_of_everything(made.app, "of the sender", "of the sender too")
        )
        made.secrets |= {
            "expired": _ended_device(made.engine, secret),
            "purged": _purged(made.engine),
        }
        share_first(made.engine, secret, LIVE, ENDED)
        made.keep()
        yield made


def owner_of_everything(app: Flask, name: str = NAME, note: str = NOTE) -> Visitor:
    """Return somebody with data of each kind.

    Assessment 1 is finished and followed, 2 is started, 3 is deleted, 4 is finished.
    """
    found = Visitor(app)
    found.finish(CLEAR)
    for number in (2, 3):
        found.post("/assessments")
        found.put("calculus", {"level": 1, "revision": 1}, number=number)
    found.post("/assessments/3/name", name=name)
    found.post("/assessments/3/delete")
    found.post("/assessments/1/name", name=name)
    found.post("/assessments/1/plan/steps/docker.3", do="done", note=note)
    begun = found.post("/assessments", **{"from": "1"})
    found.post(f"{begun.path.rpartition('/')[0]}/review")
    return found


def _other(app: Flask) -> Visitor:
    """Return somebody whose only assessment has a number that the owner does not have."""
    found = Visitor(app)
    for number in range(1, 6):
        found.post("/assessments")
        found.put("calculus", {"level": 2, "revision": 1}, number=number)
    engine = context_of(app).engine
    with writing(engine) as db:
        db.execute(
            delete(assessment).where(
                assessment.c.owner == id_of(engine, secret_of(found)), assessment.c.number < number
            )
        )
    return found


def _ended_device(engine: Engine, secret: str) -> str:
    """Return a secret that opened the owner's assessments until its browser was signed out."""
    with writing(engine) as db:
        found = find_owner(db, secret)
        assert found
        ended, old = create_device(db, found.id, int(time.time()))
        db.execute(delete(device).where(device.c.id == ended.device))
    return old


def _purged(engine: Engine) -> str:
    """Return the secret of an owner who was purged as idle."""
    with writing(engine) as db:
        _, old = create_owner(db, 0)
        assert purge_owners(db, DAY_SECONDS) == 1
    return old


def share_first(engine: Engine, secret: str, live: str, ended: str) -> None:
    """Store a link to an owner's first result that opens, and one that has ended."""
    now, whose = int(time.time()), id_of(engine, secret)
    both = {"owner": whose, "number": 1, "with_ratings": True, "with_plan": True}
    first = both | {
        "id": 1,
        "token_hash": secret_hash(live),
        "begun_at": now,
        "ends_at": now + 7 * DAY_SECONDS,
    }
    second = both | {
        "id": 2,
        "token_hash": secret_hash(ended),
        "begun_at": now - 2 * DAY_SECONDS,
        "ends_at": now - DAY_SECONDS,
    }
    with writing(engine) as db:
        for row in (first, second):
            db.execute(insert(share).values(row))
