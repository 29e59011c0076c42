"""Empty and migrated databases of both kinds, and owners in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine, writing
from app.storage.owners import create_owner
from tests.support.postgresql import new_engine

NOW = 1_800_000_000


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """Yield an empty SQLite database in a folder with an odd name."""
    found = open_engine(f"sqlite:///{tmp_path / 'o%20.db'}")
    yield found
    found.dispose()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    """Yield an empty PostgreSQL database."""
    with new_engine(postgresql_url) as found:
        yield found


@pytest.fixture
def empty(request: pytest.FixtureRequest, database: str) -> Engine:
    """Return an empty database of the kind that the test runs on."""
    found = request.getfixturevalue(database)
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def migrated_sqlite(sqlite: Engine) -> Engine:
    migrate(sqlite)
    return sqlite


@pytest.fixture
def copied_postgresql(postgresql_url: str, migrated_postgresql: str) -> Iterator[Engine]:
    with new_engine(postgresql_url, like=migrated_postgresql) as found:
        yield found


@pytest.fixture
def engine(request: pytest.FixtureRequest, database: str) -> Engine:
    """Return a migrated database of the kind that the test runs on."""
    found = request.getfixturevalue(
        {"sqlite": "migrated_sqlite", "postgresql": "copied_postgresql"}[database]
    )
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def owner(engine: Engine) -> int:
    return new_owner(engine)


def new_owner(engine: Engine) -> int:
    """Create an owner and return the id. The secret is dropped."""
    with writing(engine) as db:
        return create_owner(db, NOW)[0].id
