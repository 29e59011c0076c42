"""A file as lines of text, one at a time, whatever its size."""

from collections.abc import Iterator
from typing import BinaryIO, Final

from app.catalogue.faults import N_
from app.cli.faults import FileError
from app.cli.files import reason

MARK: Final = b"\xef\xbb\xbf"
OTHER_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")
LONGEST_LINE: Final = 16 * 1024 * 1024


def text_lines(source: BinaryIO) -> Iterator[str]:
    """The lines with their ends, read as UTF-8 with or without a byte order mark.

    Raises FileError for an empty file, another encoding, a line longer than LONGEST_LINE bytes, or a file that cannot be read on.
    """
    number = 0
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


def _next(source: BinaryIO) -> bytes:
    try:
        return source.readline(LONGEST_LINE + 1)
    except OSError as error:
        raise FileError(reason(error)) from error
