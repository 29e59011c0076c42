"""What can be wrong with a file that someone gives to a command. The sentences are English; the program translates them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.documents.words import Words
from config import SettingError

LONGEST_VALUE: Final = 40


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence to be translated, and its values."""

    text: str
    values: Mapping[str, object]

    def told(self, words: Words) -> str:
        """The sentence in the language of the words."""
        return words.gettext(self.text) % self.values


class RowError(Exception):
    """One row cannot be used; the others can."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__(*sentences)
        self.sentences = sentences

    def told(self, words: Words) -> str:
        """All that is wrong with the row."""
        return "; ".join(sentence.told(words) for sentence in self.sentences)


class FileError(Exception):
    """The file cannot be used, or not from here on."""

    def __init__(self, text: str, **values: object) -> None:
        super().__init__(text % values)
        self.sentence = Sentence(text, values)

    def told(self, words: Words) -> str:
        """What is wrong with the file."""
        return self.sentence.told(words)


def row_error(text: str, **values: object) -> RowError:
    """A fault of one sentence."""
    return RowError(Sentence(text, values))


def shown(value: object) -> str:
    """A value from a file as it is safe to print: quoted, in one line, cut when it is long."""
    quoted = repr(value)
    return quoted if len(quoted) <= LONGEST_VALUE else f"{quoted[:LONGEST_VALUE]}…"


def setting_fault(words: Words, error: SettingError) -> str:
    """A setting's name, what is wrong with it, and the mend."""
    return f"{error.name} {words.gettext(error.fault) % error.values}: {words.gettext(error.mend) % error.values}"
