"""What backup, restore and move share: a database opened as it is, what each table holds, and every refusal in a sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.files import reason
from app.cli.options import Refused
from app.cli.start import newer, unavailable
from app.documents.words import Words

if TYPE_CHECKING:
    from app.storage.digests import Held
    from app.storage.engine import Engine


@contextmanager
def opened(where: str | Path, words: Words) -> "Iterator[Engine]":
    """The database as it is: not made, not migrated; closed with the block."""
    from app.storage.engine import StorageUnavailable, open_engine

    try:
        engine = open_engine(where)
    except StorageUnavailable as error:
        raise Refused(unavailable(words, error)) from error
    try:
        yield engine
    finally:
        engine.dispose()


def print_tables(tables: "Mapping[str, Held]") -> None:
    """A line for each table on standard output: its name, how many rows, and their digest."""
    for name, held in sorted(tables.items()):
        click.echo(f"{name} {held.count} {held.digest}")


@contextmanager
def refusing(words: Words, path: Path | None = None) -> Iterator[None]:
    """Whatever stops the block is said as a sentence with its mend; `path` is the file that it reads or writes."""
    from app.storage.engine import StorageUnavailable
    from app.storage.migrate import NewerDatabase
    from app.storage.refusals import Refusal

    try:
        yield
    except NewerDatabase as error:
        raise Refused(newer(words)) from error
    except StorageUnavailable as error:
        raise Refused(unavailable(words, error)) from error
    except OSError as error:
        raise Refused(f"{path}: {words.gettext(reason(error))}") from error
    except Refusal as error:
        raise Refused(words.gettext(error.sentence) % error.values) from error
