"""Commands run in this process, as a shell would see them."""

import os
from gettext import NullTranslations
from pathlib import Path

from click.testing import CliRunner, Result

from app.catalogue.load import load_catalogue
from app.cli.program import Program
from app.exports.words import Words

ENGLISH = Words("en", NullTranslations().gettext, NullTranslations().ngettext)
OURS = load_catalogue()
SKILLS = tuple(OURS.skill)


def run(*arguments: str | Path, given: str | bytes = b"") -> Result:
    """Run `orienteer` in English with these arguments and this standard input."""
    data = given.encode() if isinstance(given, str) else given
    return CliRunner().invoke(
        Program(ENGLISH), [str(each) for each in arguments], input=data, prog_name="orienteer"
    )


def read_terminal(terminal: int) -> str:
    """Return all that was written to this pseudo terminal, whose other end is closed; close it.

    One read may return only a part. The end is an error on Linux and an empty read elsewhere.
    """
    parts = []
    try:
        while part := os.read(terminal, 65536):
            parts.append(part)
    except OSError:
        pass
    os.close(terminal)
    return b"".join(parts).decode()
