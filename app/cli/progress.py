"""A progress bar for someone who sits at a terminal."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

import click


@contextmanager
def progress(source: BinaryIO, to_file: bool) -> Iterator[Callable[[], None]]:
    """What to call now and then. Standard error shows how far the file is read, where it is a terminal that the results do not go to."""
    size = _size(source) if sys.stderr.isatty() and (to_file or not sys.stdout.isatty()) else 0
    if not size:
        yield lambda: None
        return
    with click.progressbar(length=size, file=sys.stderr) as bar:
        yield lambda: bar.update(source.tell() - bar.pos)


def _size(source: BinaryIO) -> int:
    """Bytes of a regular file, 0 for anything else."""
    try:
        found = os.fstat(source.fileno())
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0
