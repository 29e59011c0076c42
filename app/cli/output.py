"""Where results go: standard output, or a file that takes its name only when it is whole."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from app.cli.options import Refused


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """A text to write to, as UTF-8.

    With a path the text becomes that file when the block ends well; otherwise the file stays as it was. Raises Refused where it cannot be
    written.
    """
    if path is None:
        yield from _standard()
        return
    is_device = path.exists() and not path.is_file()
    draft = path if is_device else path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        out = draft.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}") from error
    try:
        with out:
            yield out
        if not is_device:
            draft.replace(path)
    finally:
        if not is_device:
            draft.unlink(missing_ok=True)


def _standard() -> Iterator[TextIO]:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    finally:
        with suppress(OSError):
            out.detach()
