"""Read a file of any size as lines of text, or as blocks of whole lines."""

import io
from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from app.catalogue.faults import N_
from app.cli.errors import FileError, system_message

MARK: Final = b"\xef\xbb\xbf"
OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
MAX_LINE_BYTES: Final = 16 * 1024 * 1024


class LineSource(Protocol):
    """An object with `readline`, such as a binary file."""

    def readline(self, size: int, /) -> bytes: ...


def text_lines(source: LineSource, number: int = 0) -> Iterator[str]:
    """Yield lines with their ends, decoded as UTF-8 with or without a byte order mark.

    `number` lines were read before. Raises FileError for an empty file, another encoding, a line
    longer than MAX_LINE_BYTES bytes, and read errors.
    """
    while line := _next(source):
        number += 1
        if len(line) > MAX_LINE_BYTES:
            raise FileError(
                N_("line %(line)d is longer than 16 MB: is this the right file?"), line=number
            )
        if number == 1:
            if line.startswith(OTHER_MARKS):
                raise FileError(N_("the file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)"))
            line = line.removeprefix(MARK)
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            fault = N_(
                "line %(line)d is not UTF-8 (byte %(byte)s): save the file as UTF-8 (in Excel: "
                "CSV UTF-8)"
            )
            raise FileError(fault, line=number, byte=f"0x{line[error.start]:02x}") from error
    if not number:
        raise FileError(
            N_("the file is empty: the first line names the columns, one for each skill")
        )


def _next(source: LineSource) -> bytes:
    try:
        return source.readline(MAX_LINE_BYTES + 1)
    except OSError as error:
        raise FileError(system_message(error)) from error


class Blocks:
    """Reads a file in blocks of whole lines. A block can be put back and read line by line."""

    def __init__(self, source: BinaryIO) -> None:
        self._source = source
        self._unread = io.BytesIO()
        self._left = 0

    @property
    def has_unread(self) -> bool:
        """Return whether a part of the block that was put back has not been read."""
        return self._left > 0

    def read(self, size: int) -> bytes:
        """Return about `size` bytes of whole lines; empty at the end. Raises FileError.

        A line that is too long for `text_lines` may be cut.
        """
        try:
            block = self._source.read(size)
            return (
                block + self._source.readline(MAX_LINE_BYTES + 1)
                if block and not block.endswith(b"\n")
                else block
            )
        except OSError as error:
            raise FileError(system_message(error)) from error

    def unread(self, block: bytes) -> None:
        """Put back the block that was read last."""
        self._unread, self._left = io.BytesIO(block), len(block)

    def readline(self, size: int, /) -> bytes:
        """Return the next line, at most `size` bytes of it."""
        line = self._unread.readline(size)
        self._left -= len(line)
        return line if line.endswith(b"\n") else line + self._source.readline(size - len(line))
