"""Templates as they were compiled, kept as Python keeps its modules: compiling the first page takes a twelfth of a start.

They stand in `__pycache__`, and are trusted as what stands there: whoever may write it may write the code, too. Where nobody may, or Python
is told to keep nothing, templates are compiled anew in each process.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from werkzeug.routing import Map

from app.catalogue.text import Language

KEPT: Final = Path(__file__).with_name("__pycache__")
APP: Final = Path(__file__).parents[1]
MADE_OF: Final = ("web", "documents", "translations")
"""Folders that what stands in a compiled template depends on: sentences, addresses, digests of static files, and what writes them."""


class Compiled(FileSystemBytecodeCache):
    """The templates of a language, each for as long as it and all else that it was made of stays as it was."""

    def __init__(self, language: Language, made_of: str) -> None:
        super().__init__(str(KEPT), f"{language}.%s.template")
        self.made_of = made_of

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(self.made_of + source)

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(Exception):  # one that was cut short, by a disk that failed, is made anew
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                KEPT.mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


def made_of(addresses: Map, folder: Path = APP) -> str:
    """A name for all that templates are made of beside themselves; another one as soon as any of it changes, as Python tells by."""
    rules = [f"{rule.endpoint} {rule.rule}" for rule in addresses.iter_rules()]
    files = [line for each in MADE_OF for line in _files(folder / each)]
    return blake2b("\n".join([jinja2.__version__, *rules, *files]).encode()).hexdigest()


def _files(folder: Path) -> Iterator[str]:
    """Each file with its size and time."""
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != KEPT.name)
        for name in sorted(names):
            found = os.stat(os.path.join(at, name))
            yield f"{at} {name} {found.st_size} {int(found.st_mtime)}"
