"""A migrated database, once of each kind, and somebody who owns assessments in it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Engine

from app.storage.engine import open_engine, writing
from app.storage.migrate import migrate
from app.storage.owners import begin_owner
from tests.storage.postgresql import new_database, server

NOW = 1_800_000_000


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with TemporaryDirectory() as folder, server(Path(folder) / "data") as url:
        yield url


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite file, in a folder with an odd name."""
    found = open_engine(f"sqlite:///{tmp_path / 'o%20.db'}")
    yield found
    found.dispose()


@pytest.fixture
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    """An empty PostgreSQL database."""
    with new_database(postgresql_url) as found:
        yield found


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> Engine:
    """A database with nothing in it, once of each kind."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Engine)
    return found


@pytest.fixture
def engine(empty: Engine) -> Engine:
    migrate(empty)
    return empty


@pytest.fixture
def owner(engine: Engine) -> int:
    return new_owner(engine)


def new_owner(engine: Engine) -> int:
    """Somebody's id; nobody keeps the secret."""
    with writing(engine) as db:
        return begin_owner(db, NOW)[0].id
