"""The file of a backup: what its database's own programs read, and after it one line that says what is in it.

The line is JSON: which database, which migration it stands at, how many bytes come before the line and their SHA-256, and for each table
the count and digest of its rows. SQLite and pg_restore pass over it, so that the file can be used without Orienteer too.
"""

import fcntl
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.storage.digests import Held
from app.storage.refusals import BackupBusy, InTheWay, NoBackup, NotOurs

BEGINNING = b'\n{"orienteer_backup":1,'
LONGEST_LINE = 64 * 1024
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says of itself."""

    database: str
    """`sqlite` or `postgresql`."""
    schema: str
    """The migration that it stands at."""
    tables: Mapping[str, Held]


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """A new file beside `path` that only this user can read. When the block ends well it is brought to the disk and becomes `path`.

    Otherwise it is removed, and what was at `path` stays. A draft that a killed process left is removed. Raises OSError, BackupBusy,
    NotOurs, where at `path` there is what a backup must not take the place of, such as the database itself, or a device, or InTheWay.
    """
    if path.exists() and not _is_replaceable(path):
        raise NotOurs
    draft = path.with_name(f".{path.name}.part")
    handle = _new(draft)
    try:
        _hold(handle, draft)
        try:
            yield draft
            os.fsync(handle)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    finally:
        os.close(handle)


def remove_drafts(folder: Path) -> None:
    """Remove what backups of this user's that were killed have left in a folder."""
    for draft in folder.glob(".orienteer-*.backup.part"):
        with suppress(BackupBusy, InTheWay):
            _remove_left(draft)


def close_with(path: Path, contents: Contents) -> None:
    """Write the line after what is there."""
    with path.open("r+b") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, os.SEEK_END)
        tables = {name: [held.count, held.digest] for name, held in contents.tables.items()}
        facts = {
            "database": contents.database,
            "schema": contents.schema,
            "size": size,
            "sha256": sha256,
            "tables": tables,
        }
        file.write(
            BEGINNING + json.dumps(facts, separators=(",", ":")).encode().removeprefix(b"{") + b"\n"
        )


def read_contents(path: Path) -> Contents:
    """What a backup says of itself, once all of its bytes are found to be as they were written. Raises NoBackup or OSError."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, end - LONGEST_LINE))
        tail = file.read()
        at = tail.rfind(BEGINNING)
        facts = _facts(tail[at:]) if at >= 0 else None
        if (
            facts is None
            or facts["size"] != start + at
            or _sha256(file, start + at) != facts["sha256"]
        ):
            raise NoBackup
    tables = {name: Held(count, digest) for name, (count, digest) in facts["tables"].items()}
    return Contents(facts["database"], facts["schema"], tables)


def _is_replaceable(path: Path) -> bool:
    """Whether a file is empty, or ends as a backup does, whole or not."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - LONGEST_LINE))
        return end == 0 or BEGINNING in file.read()


def _new(draft: Path) -> int:
    """A file that was not there before, opened: nobody else owns it, and no link leads to another."""
    _remove_left(draft)
    try:
        return os.open(
            draft, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_RDWR | os.O_CLOEXEC, PRIVATE
        )
    except FileExistsError as error:
        raise BackupBusy from error


def _remove_left(draft: Path) -> None:
    """Remove a draft that is left there. Raises BackupBusy while it is written, InTheWay for what is somebody else's, or no file."""
    with suppress(FileNotFoundError):
        found = draft.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise InTheWay(name=draft)
        handle = os.open(draft, os.O_NOFOLLOW | os.O_NONBLOCK | os.O_RDONLY | os.O_CLOEXEC)
        try:
            _hold(handle, draft)
            draft.unlink()
        finally:
            os.close(handle)


def _hold(handle: int, draft: Path) -> None:
    """Nobody else writes this draft; what was renamed or removed while we waited for it is no draft any more."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupBusy from error
    if not draft.exists() or not os.path.samestat(os.fstat(handle), draft.stat()):
        raise BackupBusy


def _facts(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"}\n"):
        return None
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return found if {"database", "schema", "size", "sha256", "tables"} <= found.keys() else None


def _sha256(file: Any, size: int) -> str:
    digest, block = hashlib.sha256(), 1024 * 1024
    file.seek(0)
    while size > 0 and (part := file.read(min(block, size))):
        digest.update(part)
        size -= len(part)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
