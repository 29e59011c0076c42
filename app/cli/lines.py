"""A file as lines of text, one at a time, or as blocks of whole lines, whatever its size."""

from collections.abc import Iterator
from typing import BinaryIO, Final, Protocol

from app.catalogue.faults import N_
from app.cli.faults import FileError
from app.cli.files import reason

MARK: Final = b"\xef\xbb\xbf"
OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
LONGEST_LINE: Final = 16 * 1024 * 1024


class Source(Protocol):
    """What gives a line when asked."""

    def readline(self, size: int, /) -> bytes: ...


def text_lines(source: Source, number: int = 0) -> Iterator[str]:
    """The lines after the first `number` ones with their ends, read as UTF-8 with or without a byte order mark.

    Raises FileError for an empty file, another encoding, a line longer than LONGEST_LINE bytes, or a file that cannot be read on.
    """
    while line := _next(source):
        number += 1
        if len(line) > LONGEST_LINE:
            raise FileError(N_("line %(line)d is longer than 16 MB: is this the right file?"), line=number)
        if number == 1:
            if line.startswith(OTHER_MARKS):
                raise FileError(N_("the file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)"))
            line = line.removeprefix(MARK)
        try:
            yield line.decode()
        except UnicodeDecodeError as error:
            fault = N_("line %(line)d is not UTF-8 (byte %(byte)s): save the file as UTF-8 (in Excel: CSV UTF-8)")
            raise FileError(fault, line=number, byte=f"0x{line[error.start]:02x}") from error
    if not number:
        raise FileError(N_("the file is empty: the first line names the columns, one for each skill"))


def _next(source: Source) -> bytes:
    try:
        return source.readline(LONGEST_LINE + 1)
    except OSError as error:
        raise FileError(reason(error)) from error


class Blocks:
    """The rest of a file in blocks of whole lines, or by the line where that is asked for; each takes up where the other ended."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self._source, self._size = source, size
        self._left = b""

    def readline(self, size: int, /) -> bytes:
        """The next line, of which `size` bytes at most."""
        if not self._left:
            return self._source.readline(size)
        end = min(self._left.find(b"\n") + 1 or len(self._left), size)
        line, self._left = self._left[:end], self._left[end:]
        return line

    def next_block(self) -> bytes:
        """About `size` bytes of lines that `text_lines` would read; empty at the end and before a line that it would refuse."""
        if self._left:
            return b""
        try:
            block = self._source.read(self._size)
            block += self._source.readline(LONGEST_LINE + 1) if block and not block.endswith(b"\n") else b""
        except OSError as error:
            raise FileError(reason(error)) from error
        end = _readable(block)
        self._left = block[end:]
        return block[:end]


def _readable(block: bytes) -> int:
    """Where the first line begins that is no UTF-8 or too long; the block's length where none is."""
    last = block.rfind(b"\n", 0, -1) + 1
    end = last if len(block) - last > LONGEST_LINE else len(block)
    if block.isascii():
        return end
    try:
        block.decode()
    except UnicodeDecodeError as error:
        return min(end, block.rfind(b"\n", 0, error.start) + 1)
    return end
