"""Reads a database past the application: a person's stored answers, and damage to the file."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.storage.answers import Answers
from app.storage.assessment_list import list_assessments
from app.storage.assessments import Assessment
from app.storage.engine import Engine, open_engine, reading
from app.storage.owners import find_owner


@contextmanager
def database(where: str | Path) -> Iterator[Engine]:
    """Open the database at a file or URL."""
    engine = open_engine(where)
    try:
        yield engine
    finally:
        engine.dispose()


def assessments_in(engine: Engine, secret: str) -> list[Assessment]:
    """Return an owner's assessments, newest first, or nothing when there is no such owner."""
    with reading(engine) as db:
        owner = find_owner(db, secret)
        return list_assessments(db, owner.id) if owner else []


def answers_in(engine: Engine, secret: str) -> Answers | None:
    """Return the answers of an owner's newest assessment that has some, or None."""
    return next((found.answers for found in assessments_in(engine, secret) if found.answers), None)


def damage(engine: Engine) -> list[str]:
    """Return the faults that SQLite finds in its file, and rows with dangling references."""
    with reading(engine) as db:
        said = list(db.exec_driver_sql("PRAGMA integrity_check").scalars())
        return [line for line in said if line != "ok"] + [
            str(row) for row in db.exec_driver_sql("PRAGMA foreign_key_check")
        ]


def copy_files(file: Path, folder: Path) -> Path:
    """Copy the files of a SQLite database and return the copy's path.

    The index of the log (-shm) is left out, because it holds no data.
    """
    folder.mkdir(parents=True)
    for part in sorted(file.parent.glob(f"{file.name}*"), reverse=True):
        if not part.name.endswith("-shm"):
            shutil.copyfile(part, folder / part.name)
    return folder / file.name


def without_packaged_sqlite(folder: Path) -> dict[str, str]:
    """Return settings for a server without the packaged SQLite.

    It uses Python's own, and with an older one another journal mode.
    """
    hides = folder / "hides"
    hides.mkdir(parents=True, exist_ok=True)
    (hides / "pysqlite3.py").write_text("raise ImportError\n")
    return {"PYTHONPATH": str(hides)}
