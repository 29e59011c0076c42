"""What every page may ask for: settings, content, the database, the time."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from app.catalogue.evidence import Evidence
from app.catalogue.model import Catalogue
from app.catalogue.reading import Reading
from app.catalogue.snapshot import digest
from app.storage.engine import Connection, Engine, reading, writing
from app.storage.snapshots import load_snapshot
from config import Settings

Snapshots = dict[str, Catalogue]


@dataclass(frozen=True, slots=True)
class Context:
    """The application's own things, made once at start."""

    settings: Settings
    engine: Engine
    catalogue: Catalogue
    reading: Reading
    evidence: Evidence
    snapshots: Snapshots = field(default_factory=dict)

    def attach(self, app: Flask) -> None:
        app.extensions["orienteer"] = self


def context_of(app: Flask) -> Context:
    """An application's own things, while it is wired."""
    return cast(Context, app.extensions["orienteer"])


def context() -> Context:
    return context_of(current_app)


def catalogue() -> Catalogue:
    """Today's catalogue."""
    return context().catalogue


def snapshots() -> Snapshots:
    """The catalogues that are at hand, by their digests: today's, and those that results were asked for with."""
    found = context()
    found.snapshots.setdefault(digest(found.catalogue), found.catalogue)
    return found.snapshots


def frozen_catalogue(of: str) -> Catalogue:
    """The catalogue that a finished assessment was frozen with, by its digest."""
    known = snapshots()
    if of not in known:
        with reads() as db:
            known[of] = load_snapshot(db, of)
    return known[of]


def reads() -> AbstractContextManager[Connection]:
    """For reading."""
    return reading(context().engine)


def writes() -> AbstractContextManager[Connection]:
    """A transaction that is on the disk when its block has ended."""
    return writing(context().engine)


def now() -> int:
    """Whole seconds since 1970, UTC."""
    return int(time.time())
