"""Concurrent writers of one process: each gets the write lock before SQLite refuses it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from threading import Barrier

import pytest

from app.storage.databases.sqlite import sqlite_module, write_lock
from app.storage.engine import (
    CONNECTIONS,
    Engine,
    StorageUnavailable,
    autocommit_write,
    open_engine,
    reading,
    writing,
)

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
        for count in range(20):
            with writing(engine) as db:
                db.exec_driver_sql("INSERT INTO line VALUES (?)", (who * 100 + count,))

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


def test_who_keeps_one_answer_and_who_writes_more_do_not_wait_for_each_other(
    engine: Engine,
) -> None:
    """As many as there are connections: taking the lock before one would deadlock them."""
    has_begun = Barrier(2)

    def write(place: int) -> None:
        if place:
            with reading(engine) as db, autocommit_write(db):
                db.exec_driver_sql("INSERT INTO line VALUES (?)", (place,))
            return
        has_begun.wait(10)
        with writing(engine) as db:
            db.exec_driver_sql("INSERT INTO line VALUES (?)", (place,))

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        with write_lock(engine):  # the disk is slow just now
            first = threads.submit(write, 0)
            has_begun.wait(10)
            others = [threads.submit(write, place) for place in range(1, CONNECTIONS)]
            assert not wait([first, *others], timeout=0.3).done
        assert [each.result() for each in [first, *others]] == [None] * CONNECTIONS
    with writing(engine) as db:
        assert db.exec_driver_sql("SELECT count(*) FROM line").scalar_one() == CONNECTIONS
