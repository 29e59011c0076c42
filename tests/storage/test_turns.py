"""Many who write at once in one process: each gets a turn, and none is passed over until it is refused."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.storage.engine import Engine, StorageUnavailable, open_engine, writing
from app.storage.sqlite import sqlite_module

MANY = 12


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_engine(tmp_path / "turns.db")
    with writing(made) as db:
        db.exec_driver_sql("CREATE TABLE line (place INTEGER PRIMARY KEY)")
    yield made
    made.dispose()


def test_all_who_write_at_once_are_served(engine: Engine) -> None:
    start = Barrier(MANY)

    def write(who: int) -> None:
        start.wait()
        for turn in range(20):
            with writing(engine) as db:
                db.exec_driver_sql("INSERT INTO line VALUES (?)", (who * 100 + turn,))

    with ThreadPoolExecutor(MANY) as threads:
        assert list(threads.map(write, range(MANY))) == [None] * MANY
    with writing(engine) as db:
        assert db.exec_driver_sql("SELECT count(*) FROM line").scalar_one() == MANY * 20


def test_whoever_is_refused_gives_the_turn_back(engine: Engine) -> None:
    other = sqlite_module().connect(engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable), writing(engine):
        pass
    other.execute("ROLLBACK")
    other.close()
    with writing(engine) as db:
        db.exec_driver_sql("INSERT INTO line VALUES (1)")
