"""After a failed commit nothing is saved, visible or locked."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.storage.databases import sqlite
from app.storage.engine import StorageUnavailable, open_engine, reading, writing
from app.storage.owners import create_owner, find_owner
from tests.conftest import context_of


def test_a_commit_blocked_by_a_reader_is_rolled_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without WAL a reader blocks COMMIT, which leaves SQLite's transaction open."""
    monkeypatch.setattr(sqlite, "safe_journal", lambda _: "TRUNCATE")
    engine = open_engine(tmp_path / "journal.db")
    with writing(engine) as db:
        db.exec_driver_sql("CREATE TABLE line (place INTEGER PRIMARY KEY)")
        db.exec_driver_sql("INSERT INTO line VALUES (1)")
    reader, writer = (
        sqlite.sqlite_module().connect(engine.url.database, isolation_level=None, timeout=0)
        for _ in range(2)
    )
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM line").fetchall()
    with pytest.raises(StorageUnavailable), writing(engine) as db:
        db.exec_driver_sql("INSERT INTO line VALUES (2)")
    reader.execute("COMMIT")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("ROLLBACK")
    with reading(engine) as db:
        assert db.exec_driver_sql("SELECT place FROM line").scalars().all() == [1]
    with writing(engine) as db:
        db.exec_driver_sql("INSERT INTO line VALUES (3)")
    for each in (reader, writer):
        each.close()
    engine.dispose()


@pytest.mark.parametrize("error", ["OperationalError", "InterfaceError", "InternalError"])
def test_after_a_failed_commit_the_connection_has_no_transaction(
    app: Flask, error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine: Any = context_of(app).engine
    secrets: list[str] = []

    def fail(_connection: object) -> None:
        raise getattr(engine.dialect.dbapi, error)("refused")

    def begin() -> None:
        with writing(engine) as db:
            secrets.append(create_owner(db, 1)[1])

    with monkeypatch.context() as broken:
        broken.setattr(engine.dialect, "do_commit", fail)
        with pytest.raises(StorageUnavailable):
            begin()
    with reading(engine) as db:
        assert find_owner(db, secrets[0]) is None
    begin()
    assert engine.pool.checkedout() == 0
