"""Errors that commands report, and suggestions for misspelt names.

Sentences are English message ids. They are translated where they are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

import click

from app.catalogue.faults import N_
from app.exports.words import Words
from config import SettingError

MAX_VALUE_LENGTH: Final = 40
MIN_SIMILARITY: Final = 0.8
"""Similarity of two names (0 to 1, `difflib`'s ratio) from which one may be a slip of the other."""

SYSTEM_ERRORS: Final = (
    N_("No such file or directory"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("Permission denied"),
    N_("Read-only file system"),
    N_("No space left on device"),
)
"""Frequent errors in the system's own words, listed here to be collected for translation."""


class CommandError(click.ClickException):
    """The input cannot be used. The process ends with 2."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Sentence:
    """A message id and the values of its placeholders."""

    text: str
    values: Mapping[str, object]

    def translate(self, words: Words) -> str:
        """Return the sentence in the language of the words."""
        return words.gettext(self.text) % self.values


class RowError(Exception):
    """One row cannot be used; the others can."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def translate(self, words: Words) -> str:
        """Return everything that is wrong with the row."""
        return "; ".join(sentence.translate(words) for sentence in self.sentences)


class FileError(Exception):
    """The file cannot be used, or not from here on."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values)
        self.sentence = Sentence(text, values)

    def translate(self, words: Words) -> str:
        """Return what is wrong with the file."""
        return self.sentence.translate(words)


def row_error(text: str, **values: object) -> RowError:
    """Return an error of one sentence."""
    return RowError(Sentence(text, values))


def quoted(value: object) -> str:
    """Return a value from a file so that it is safe to print: quoted, on one line, shortened."""
    text = repr(value)
    return text if len(text) <= MAX_VALUE_LENGTH else f"{text[:MAX_VALUE_LENGTH]}…"


def setting_message(words: Words, error: SettingError) -> str:
    """Return a setting's name, what is wrong with it, and what to do."""
    fault, mend = (words.gettext(text) % error.values for text in (error.fault, error.mend))
    return f"{error.name} {fault}: {mend}"


def system_message(error: OSError) -> str:
    """Return the system's reason for an error, in English."""
    return error.strerror or str(error)


def closest_name(name: str, known: Sequence[str]) -> str | None:
    """Return the known name that this one equals or resembles, or None."""
    normalised = name.strip().lower().replace(" ", "_")
    return next(iter(get_close_matches(normalised, known, n=1, cutoff=MIN_SIMILARITY)), None)


def warn_about_misspelt_skills(words: Words, names: Iterable[str], skills: Sequence[str]) -> None:
    """Print a warning for each name that resembles a skill's id: it is not rated."""
    warning = words.gettext("%(name)s is not a skill and is not rated (did you mean %(skill)s?)")
    for name in names:
        skill = None if name in skills else closest_name(name, skills)
        if skill is not None:
            click.echo(warning % {"name": name, "skill": skill}, err=True)
