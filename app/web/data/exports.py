"""All data of an owner as a file, read from the database page by page."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from functools import partial
from threading import Lock
from typing import IO, Final

from flask import Response, send_file

from app.exports.own_data.export_csv import as_csv
from app.exports.own_data.export_json import as_json
from app.exports.own_data.json_format import MAX_ASSESSMENTS_PER_FILE
from app.storage.assessment_list import PAGE
from app.storage.engine import Engine, StorageUnavailable, reading
from app.storage.owners import Owner, OwnerGone
from app.storage.personal_data.export import (
    StoredAssessment,
    StoredOwner,
    find_stored_owner,
    stored_page,
)
from app.web.context import catalogue, context, now
from app.web.files import as_attachment
from app.web.http.heavy_work import HeavyWorkBusy, heavy_work

MAX_BYTES_BEING_SENT: Final = 64 * 1024 * 1024
"""Bytes of all files that a process has on disk for its readers; one owner's takes up to 30 MB."""
BYTE_ORDER_MARK: Final = "\ufeff"
Pages = Iterator[tuple[StoredAssessment, ...]]


def export_parts(numbers: list[int]) -> list[tuple[int, int]]:
    """Return first and last numbers of files that can each be imported; none when one holds all."""
    if len(numbers) <= MAX_ASSESSMENTS_PER_FILE:
        return []
    groups = [
        numbers[start : start + MAX_ASSESSMENTS_PER_FILE]
        for start in range(0, len(numbers), MAX_ASSESSMENTS_PER_FILE)
    ]
    return [(group[0], group[-1]) for group in groups]


def export_file(
    who: Owner, kind: str, name: str, first: int = 1, last: int | None = None
) -> Response | None:
    """Return a file with the assessments from `first` to `last`; None when the owner is erased.

    The file is written to disk before the response starts: a failure halfway is an error page and
    not half a file, a browser knows the length, and a slow reader holds nothing of the database.
    """
    engine, at = context().engine, now()
    with heavy_work():
        with reading(engine) as db:
            page = stored_page(db, who.id, at, first - 1, last)
            owner = find_stored_owner(db, who.id, who.device)
        if owner is None:
            return None
        pages = _pages(engine, who, at, page, last)
        return _as_download(_pieces(kind, owner, pages, at), f"{name}.{kind}")


class FilesBeingSent:
    """The bytes of files that lie on disk until their readers have them, in one process."""

    def __init__(self, most: int) -> None:
        self._most, self._lock, self._bytes = most, Lock(), 0

    def add(self, size: int) -> None:
        """Count a file; HeavyWorkBusy when all files together would be too large."""
        with self._lock:
            if self._bytes + size > self._most:
                raise HeavyWorkBusy
            self._bytes += size

    def remove(self, size: int) -> None:
        """Count a file no more."""
        with self._lock:
            self._bytes -= size


_being_sent: Final = FilesBeingSent(MAX_BYTES_BEING_SENT)


def _as_download(pieces: Iterator[str], name: str) -> Response:
    """Return a response with these pieces as a file, which is deleted with the response.

    Raises StorageUnavailable when there is no room for it, and HeavyWorkBusy while slow readers
    hold too many files.
    """
    with ExitStack() as on_failure:
        try:
            file = tempfile.TemporaryFile()  # noqa: SIM115 (the response closes it)
            on_failure.callback(_close, file)
            for piece in pieces:
                file.write(piece.encode())
            size = file.tell()
            file.seek(0)
        except OSError as error:
            raise StorageUnavailable from error
        _being_sent.add(size)
        on_failure.pop_all()  # from here on the response closes it
    response = as_attachment(name, send_file(file, download_name=name, as_attachment=True))
    response.content_length = size
    response.direct_passthrough = False  # with it, Werkzeug calls nothing on close
    response.call_on_close(partial(_being_sent.remove, size))
    return response


def _close(file: IO[bytes]) -> None:
    with suppress(OSError):  # what is still buffered finds no room either
        file.close()


def _pieces(kind: str, owner: StoredOwner, pages: Pages, at: int) -> Iterator[str]:
    if kind == "json":
        return as_json(owner, pages, at)
    return _with_mark(as_csv([skill.id for skill in catalogue().skills], pages))


def _with_mark(pieces: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK  # without it Excel loses Hangul
    yield from pieces


def _pages(
    engine: Engine, who: Owner, at: int, page: tuple[StoredAssessment, ...], last: int | None
) -> Pages:
    """Yield the page and those after it. Each is read by itself, so that no connection is held.

    Raises OwnerGone when the owner was erased or merged meanwhile: what was read is not all.
    """
    while page:
        yield page
        if len(page) < PAGE:
            return
        with reading(engine) as db:
            page = stored_page(db, who.id, at, page[-1].assessment.number, last)
            if find_stored_owner(db, who.id, who.device) is None:
                raise OwnerGone
