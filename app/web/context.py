"""What every page may use: settings, content, the database, the time."""

import time
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app

from app.catalogue.curriculum import taught_as
from app.catalogue.evidence import Evidence
from app.catalogue.map_places import MapPlaces
from app.catalogue.model import Catalogue
from app.catalogue.reading import Reading
from app.catalogue.snapshot import digest
from app.storage.engine import Connection, Engine, reading, writing
from app.storage.snapshots import load_snapshot
from config import Settings

Snapshots = dict[str, Catalogue]


@dataclass(frozen=True, slots=True)
class Context:
    """The application's settings, content and engine, created at start."""

    settings: Settings
    engine: Engine
    catalogue: Catalogue
    reading: Reading
    evidence: Evidence
    snapshots: Snapshots = field(default_factory=dict)

    def attach(self, app: Flask) -> None:
        app.extensions["orienteer"] = self


def context_of(app: Flask) -> Context:
    """Return an application's context, also outside a request."""
    return cast(Context, app.extensions["orienteer"])


def context() -> Context:
    """Return the current application's context."""
    return context_of(current_app)


def catalogue() -> Catalogue:
    """Return today's catalogue."""
    return context().catalogue


def map_places() -> MapPlaces:
    """Return where skills stand on the map, the same for every result."""
    return context().reading.map


def snapshots() -> Snapshots:
    """Return the loaded catalogues by digest: today's, and those of results shown before."""
    loaded, current = context().snapshots, catalogue()
    loaded.setdefault(digest(current), current)
    return loaded


def frozen_catalogue(of: str) -> Catalogue:
    """Return the catalogue of a finished assessment by its digest.

    One that is older than curricula is taught in today's order.
    """
    known = snapshots()
    if of not in known:
        with reads() as db:
            known[of] = taught_as(load_snapshot(db, of), catalogue())
    return known[of]


def reads() -> AbstractContextManager[Connection]:
    """Give a connection for reading."""
    return reading(context().engine)


def writes() -> AbstractContextManager[Connection]:
    """Give a transaction that is committed when the block ends."""
    return writing(context().engine)


def now() -> int:
    """Return the time in whole seconds since 1970, UTC."""
    return int(time.time())
