"""Concurrent writers of one process wait for the write lock instead of failing."""

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


def test_concurrent_writers_all_succeed(engine: Engine) -> None:
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


def test_a_refused_writer_releases_the_write_lock(engine: Engine) -> None:
    other = sqlite_module().connect(engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable), writing(engine):
        pass
    other.execute("ROLLBACK")
    other.close()
    with writing(engine) as db:
        db.exec_driver_sql("INSERT INTO line VALUES (1)")


def test_autocommit_writes_and_transactions_do_not_deadlock(engine: Engine) -> None:
    """There are as many writers as connections. Taking the lock first would deadlock them."""
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
