"""Open the file that a command reads, and write its results.

Results go to standard output, or to a file that gets its name only when it is complete.
"""

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, TextIO

from app.cli.errors import CommandError, system_message
from app.exports.words import Words

STANDARD_INPUT: Final = "-"


@contextmanager
def open_input(name: str, words: Words) -> Iterator[BinaryIO]:
    """Open a file, or standard input for "-", to be read as bytes. Raises CommandError."""
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        source = open(name, "rb")  # noqa: SIM115 (errors in the block are not about opening)
    except OSError as error:
        raise CommandError(f"{name}: {words.gettext(system_message(error))}") from error
    with source:
        yield source


@contextmanager
def open_output(path: Path | None, words: Words) -> Iterator[TextIO]:
    """Yield a UTF-8 text file to write to: standard output, or the file at the path.

    The file is replaced when the block ends without an exception; otherwise it stays as it was.
    Raises CommandError if nothing more can be written.
    """
    try:
        if path is None:
            yield from _standard_output()
        elif path.exists() and not path.is_file():
            yield from _device(path)
        else:
            yield from _replaced_file(path)
    except BrokenPipeError:
        raise  # the reader of the results is gone: click ends the process quietly
    except OSError as error:
        where = path or words.gettext("standard output")
        raise CommandError(f"{where}: {words.gettext(system_message(error))}") from error


def replace_files(texts: Mapping[Path, str], words: Words) -> None:
    """Write all files or, if one cannot be written, none. Raises CommandError then."""
    with ExitStack() as stack:
        for path, text in texts.items():
            out = stack.enter_context(open_output(path, words))
            out.write(text)
            out.flush()


def _standard_output() -> Iterator[TextIO]:
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    finally:
        with suppress(OSError):
            out.detach()


def _device(path: Path) -> Iterator[TextIO]:
    with path.open("w", encoding="utf-8", newline="") as out:
        yield out


def _replaced_file(link: Path) -> Iterator[TextIO]:
    path = link.resolve()  # a link, such as /dev/stdout, stays one
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            yield out
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
