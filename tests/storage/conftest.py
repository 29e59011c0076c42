"""A migrated SQLite file, and somebody who owns assessments in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.storage.engine import open_engine, writing
from app.storage.migrate import migrate
from app.storage.owners import begin_owner

NOW = 1_800_000_000


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    found = open_engine(f"sqlite:///{tmp_path / 'orienteer.db'}")
    migrate(found)
    yield found
    found.dispose()


@pytest.fixture
def owner(engine: Engine) -> int:
    return new_owner(engine)


def new_owner(engine: Engine) -> int:
    """Somebody's id; nobody keeps the secret."""
    with writing(engine) as db:
        return begin_owner(db, NOW)[0].id
