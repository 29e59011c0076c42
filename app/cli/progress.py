"""A progress bar for someone who sits at a terminal."""

import os
import stat
import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

import click

LINES_BETWEEN: Final = 200


def with_progress(lines: Iterator[str], source: BinaryIO, to_file: bool) -> Iterator[str]:
    """The same lines. Standard error shows how far they are, where it is a terminal that the results do not go to."""
    size = _size(source) if sys.stderr.isatty() and (to_file or not sys.stdout.isatty()) else 0
    return _counted(lines, source, size) if size else lines


def _size(source: BinaryIO) -> int:
    """Bytes of a regular file, 0 for anything else."""
    try:
        found = os.fstat(source.fileno())
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _counted(lines: Iterator[str], source: BinaryIO, size: int) -> Iterator[str]:
    with click.progressbar(length=size, file=sys.stderr) as bar:
        for number, line in enumerate(lines):
            if number % LINES_BETWEEN == 0:
                bar.update(source.tell() - bar.pos)
            yield line
        bar.update(size - bar.pos)
