"""Erased data is gone from every table and from the bytes of the database's files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from app.storage.cleanup import rewrite, truncate_wal
from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine, reading, without_transaction, writing
from app.storage.owners import erase_owner
from app.storage.tables import metadata
from tests.storage.conftest import NOW
from tests.storage.full_owner import stored_assessments, with_everything

MARK = "ZmarkedQ"
LEFT_BY_MOVES = 0.05
"""The share that may remain: SQLite overwrites a deleted row, but not its earlier places."""


def rows(engine: Engine) -> dict[str, int]:
    with reading(engine) as db:
        return {
            name: db.scalar(select(func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


def test_every_row_of_an_owner_is_erased_and_no_other(engine: Engine) -> None:
    other = with_everything(engine, "theirs")
    before, theirs = rows(engine), stored_assessments(engine, other.id)
    mine = with_everything(engine, "mine")
    doubled = {name: count * (1 if name == "catalogue" else 2) for name, count in before.items()}
    assert rows(engine) == doubled
    assert all(before.values()), "there is something in every table to erase"
    with writing(engine) as db:
        erase_owner(db, mine.id)
    assert rows(engine) == before
    assert stored_assessments(engine, other.id) == theirs
    with writing(engine) as db:
        erase_owner(db, mine.id)
    assert rows(engine) == before


def traces(folder: Path) -> dict[str, int]:
    """Return how often the mark occurs in each file."""
    return {path.name: path.read_bytes().count(MARK.encode()) for path in sorted(folder.iterdir())}


def truncating(connection: Any, _record: object) -> None:
    """Use the rollback journal, as for an SQLite version that is unsafe in WAL mode."""
    connection.execute("PRAGMA journal_mode=TRUNCATE")


@pytest.fixture(params=["wal", "truncate"])
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Engine]:
    """Return an opener of one database in its own folder, in either journal mode."""

    def open_it() -> Engine:
        found = open_engine(tmp_path / "orienteer.db")
        if request.param == "truncate":
            event.listen(found, "connect", truncating)
        return found

    engine = open_it()
    migrate(engine)
    with without_transaction(engine) as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == request.param
    engine.dispose()
    return open_it


@pytest.mark.parametrize("people", [1, 40])
def test_no_byte_is_left_in_any_file(
    opened: Callable[[], Engine], tmp_path: Path, people: int
) -> None:
    engine = opened()
    everybody = [
        with_everything(engine, f"{MARK if n % 2 == 0 else 'other'}{n:02} {'x' * n}")
        for n in range(people)
    ]
    before = sum(traces(tmp_path).values())
    assert before > 0
    with reading(engine), reading(engine), reading(engine):
        pass  # other connections stay open, as in a server, so the log is not removed
    with writing(engine) as db:
        for person in everybody[::2]:
            erase_owner(db, person.id)
    truncate_wal(engine)
    at_once = traces(tmp_path)
    assert rewrite(engine) == "done"
    assert not any(traces(tmp_path).values()), (at_once, traces(tmp_path))
    left = at_once.pop("orienteer.db")
    assert left <= before * LEFT_BY_MOVES, "nearly nothing even before the file is made anew"
    assert not any(at_once.values()), "and no log holds any of it"
    assert [len(stored_assessments(engine, person.id)) for person in everybody] == [
        0 if n % 2 == 0 else 3 for n in range(people)
    ]
    engine.dispose()


def test_a_concurrent_reader_does_not_prevent_erasing(
    opened: Callable[[], Engine], tmp_path: Path
) -> None:
    engine = opened()
    mine, other = with_everything(engine, MARK), with_everything(engine, "other")
    with reading(engine) as reader:
        reader.execute(select(metadata.tables["catalogue"].c.digest)).all()
        if reader.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate":
            return  # there a writer waits for readers: nothing can be erased meanwhile
        with writing(engine) as db:
            erase_owner(db, mine.id)
        truncate_wal(engine)
    assert rewrite(engine) == "done"
    assert not any(traces(tmp_path).values())
    assert len(stored_assessments(engine, other.id, NOW)) == 3
    engine.dispose()
