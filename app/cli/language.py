"""The language of a command: --lang, else the operator's setting, else the system's, else English.

Also lists click's own sentences, so that they are collected for translation. Click looks them up in
gettext's default domain, which `set_language()` binds to our translations.
"""

import gettext
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from app.catalogue.faults import N_
from app.catalogue.text import LANGUAGES, Language
from app.exports.words import Words
from config import system_language

OPTION: Final = "--lang"
TRANSLATIONS: Final = Path(__file__).parents[1] / "translations"
DOMAIN: Final = "messages"


def ngettext(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence with its plural for translation."""
    return one, many


SENTENCES = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Choose from:\n\t{choices}"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("directory"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("default: {default}"),
    N_("required"),
    N_("Aborted!"),
)
PLURALS = (
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    ),
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)


def language_of(arguments: Sequence[str]) -> Language:
    """Return the language that the arguments name, else the system's.

    Raises config.SettingError if a setting is invalid.
    """
    option = _language_option(arguments)
    return next((each for each in LANGUAGES if each == option), None) or system_language()


def _language_option(arguments: Sequence[str]) -> str | None:
    """Return the last --lang. Read before click does, because click's help depends on it."""
    language = None
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == OPTION:
            language = following
        elif argument.startswith(f"{OPTION}="):
            language = argument.removeprefix(f"{OPTION}=")
    return language


def words(language: Language) -> Words:
    """Return the translations of a language; English if none are compiled."""
    translations = gettext.translation(DOMAIN, TRANSLATIONS, [language], fallback=True)
    return Words(language, translations.gettext, translations.ngettext)


def set_language(language: Language) -> Words:
    """Set the language of this process, for click's own sentences too."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(TRANSLATIONS))
    return words(language)
