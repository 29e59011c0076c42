"""New instances on SQLite and on PostgreSQL, each with its own database."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.support.postgresql import new_database

KINDS = ("sqlite", "postgresql")
LANGUAGE = {"sqlite": "en", "postgresql": "ko"}
"""The language of pages on each database, so that both are covered without every pair."""

Environ = dict[str, str]
NewInstance = Callable[[Path], AbstractContextManager[Environ]]
"""Creates the settings of a new instance in a folder, whose database is deleted after the block."""

in_each_language = pytest.mark.parametrize(
    ("language", "database"),
    [(LANGUAGE[kind], kind) for kind in KINDS],
    indirect=["database"],
    scope="session",
)
"""For sweeps over pages, which take minutes: English on SQLite, Korean on PostgreSQL."""

in_english_unless_verify = pytest.mark.parametrize(
    ("language", "database"),
    [("en", "sqlite"), pytest.param("ko", "postgresql", marks=pytest.mark.verify)],
    indirect=["database"],
    scope="session",
)
"""The same pairs for slow tests, of which Korean is left to `make verify`."""

where_it_cannot_matter = pytest.mark.parametrize(
    "database", ["sqlite"], indirect=True, scope="session"
)
"""For tests in the browser of how a page is drawn. Other tests cover how its data is read."""


@contextmanager
def new_on_sqlite(folder: Path) -> Iterator[Environ]:
    yield {"ORIENTEER_INSTANCE": str(folder)}


def new_on_postgresql(url: str, like: str) -> NewInstance:
    """Return a maker of instances on the server of `url`, with a copy of the database `like`.

    They have a key, because nodes that share a database need one.
    """

    @contextmanager
    def new(folder: Path) -> Iterator[Environ]:
        with new_database(url, like) as found:
            yield {
                "ORIENTEER_INSTANCE": str(folder),
                "DATABASE_URL": found,
                "SECRET_KEY": secrets.token_urlsafe(32),
            }

    return new
