"""Where results go: standard output, or a file that takes its name only when it is whole."""

import io
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

from app.cli.files import reason
from app.cli.options import Refused
from app.documents.words import Words


@contextmanager
def output(path: Path | None, words: Words) -> Iterator[TextIO]:
    """A text to write to, as UTF-8.

    With a path the text becomes that file when the block ends well; otherwise the file stays as it was. Raises Refused where nothing more
    can be written.
    """
    try:
        yield from (
            _standard()
            if path is None
            else _device(path)
            if path.exists() and not path.is_file()
            else _file(path)
        )
    except BrokenPipeError:
        raise  # whoever read the results has gone away: click ends quietly
    except OSError as error:
        where = path or words.gettext("standard output")
        raise Refused(f"{where}: {words.gettext(reason(error))}") from error


def replace_files(texts: Mapping[Path, str], words: Words) -> None:
    """Give each file its text. Where one cannot be written all stay as they were. Raises Refused then."""
    with ExitStack() as whole:
        for path, text in texts.items():
            out = whole.enter_context(output(path, words))
            out.write(text)
            out.flush()


def _standard() -> Iterator[TextIO]:
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


def _file(named: Path) -> Iterator[TextIO]:
    path = named.resolve()  # a link, such as /dev/stdout, stays one
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            yield out
        if path.exists():
            shutil.copymode(path, draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
