"""Opening the file that a command reads, and the system's reasons why a file cannot be used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from app.catalogue.faults import N_
from app.cli.options import Refused
from app.documents.words import Words

STANDARD_INPUT: Final = "-"

REASONS: Final = (
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("No space left on device"),
)
"""The system's own words for what usually goes wrong, collected for translation."""


def reason(error: OSError) -> str:
    """Why the system refused, in English."""
    return error.strerror or str(error)


@contextmanager
def opened(name: str, words: Words) -> Iterator[BinaryIO]:
    """The file of that name, or standard input for "-", to be read as bytes. Raises Refused where it cannot be opened."""
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        source = open(name, "rb")  # noqa: SIM115 (what goes wrong later is not about opening)
    except OSError as error:
        raise Refused(f"{name}: {words.gettext(reason(error))}") from error
    with source:
        yield source
