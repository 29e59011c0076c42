"""Backup files: a SQLite file or pg_dump's archive, followed by one line of JSON about it.

The line has the kind of database, its migration, the size and SHA-256 of what precedes, and each
table's checksum. SQLite and pg_restore ignore it, so that the file is usable without Orienteer.
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

from app.storage.backup.checksums import TableChecksum
from app.storage.backup.errors import BackupBusy, InTheWay, NoBackup, NotOurs

LINE_START = b'\n{"orienteer_backup":1,'
TAIL_BYTES = 64 * 1024
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup contains."""

    database: str
    """`sqlite` or `postgresql`."""
    schema: str
    """The migration of its tables."""
    tables: Mapping[str, TableChecksum]


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a new file beside `path`, readable by this user only, that replaces `path` on success.

    On failure it is removed and `path` stays. The draft of a killed process is removed. Raises
    OSError, BackupBusy, NotOurs when `path` must not be replaced (as the database itself or a
    device), or InTheWay.
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
    """Remove the drafts that this user's killed backups left in a folder."""
    for draft in folder.glob(".orienteer-*.backup.part"):
        with suppress(BackupBusy, InTheWay):
            _remove_left(draft)


def close_with(path: Path, contents: Contents) -> None:
    """Append the line about the contents."""
    with path.open("r+b") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.seek(0, os.SEEK_END)
        tables = {name: [each.count, each.digest] for name, each in contents.tables.items()}
        facts = {
            "database": contents.database,
            "schema": contents.schema,
            "size": size,
            "sha256": sha256,
            "tables": tables,
        }
        file.write(
            LINE_START
            + json.dumps(facts, separators=(",", ":")).encode().removeprefix(b"{")
            + b"\n"
        )


def read_contents(path: Path) -> Contents:
    """Return what a backup contains, after checking its bytes. Raises NoBackup or OSError."""
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        start = file.seek(max(0, end - TAIL_BYTES))
        tail = file.read()
        at = tail.rfind(LINE_START)
        facts = _facts(tail[at:]) if at >= 0 else None
        if (
            facts is None
            or facts["size"] != start + at
            or _sha256(file, start + at) != facts["sha256"]
        ):
            raise NoBackup
    tables = {
        name: TableChecksum(count, digest) for name, (count, digest) in facts["tables"].items()
    }
    return Contents(facts["database"], facts["schema"], tables)


def _is_replaceable(path: Path) -> bool:
    """Return whether a file is empty or ends as a backup does, damaged or not."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        file.seek(max(0, end - TAIL_BYTES))
        return end == 0 or LINE_START in file.read()


def _new(draft: Path) -> int:
    """Create and open the draft; O_EXCL and O_NOFOLLOW refuse other users' files and links."""
    _remove_left(draft)
    try:
        return os.open(
            draft, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_RDWR | os.O_CLOEXEC, PRIVATE
        )
    except FileExistsError as error:
        raise BackupBusy from error


def _remove_left(draft: Path) -> None:
    """Remove an old draft. Raises BackupBusy while it is written, InTheWay if it is not ours."""
    with suppress(FileNotFoundError):
        status = draft.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            raise InTheWay(name=draft)
        handle = os.open(draft, os.O_NOFOLLOW | os.O_NONBLOCK | os.O_RDONLY | os.O_CLOEXEC)
        try:
            _hold(handle, draft)
            draft.unlink()
        finally:
            os.close(handle)


def _hold(handle: int, draft: Path) -> None:
    """Lock the draft. Raises BackupBusy also when it was renamed or removed meanwhile."""
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
        facts: dict[str, Any] = json.loads(line)
    except ValueError:
        return None
    return facts if {"database", "schema", "size", "sha256", "tables"} <= facts.keys() else None


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
