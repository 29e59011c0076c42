"""The language of a command: --lang, else the operator's setting, else the system's locale, else English."""

import gettext
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from app.catalogue.text import LANGUAGES, Language
from app.documents.words import Words
from config import system_language

OPTION: Final = "--lang"
TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
DOMAIN: Final = "messages"


def language_of(arguments: Sequence[str]) -> Language:
    """The language that the arguments ask for, else the system's. Raises config.SettingError for a setting that cannot be."""
    asked = _asked(arguments)
    return (
        next((language for language in LANGUAGES if language == asked), None) or system_language()
    )


def _asked(arguments: Sequence[str]) -> str | None:
    """The last --lang, looked for before the commands are made: their help and faults are to be in that language too."""

    def given() -> Iterator[str]:
        for argument, after in zip(arguments, [*arguments[1:], ""], strict=False):
            if argument == OPTION:
                yield after
            elif argument.startswith(f"{OPTION}="):
                yield argument.removeprefix(f"{OPTION}=")

    return next(iter(reversed(list(given()))), None)


def words(language: Language) -> Words:
    """The translations of a language; English where none are compiled."""
    found = gettext.translation(DOMAIN, TRANSLATIONS, [language], fallback=True)
    return Words(language, found.gettext, found.ngettext)


def speak(language: Language) -> Words:
    """Make this process's commands speak a language, with click's own sentences, which it takes from gettext's usual domain."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(TRANSLATIONS))
    return words(language)
