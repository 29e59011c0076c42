"""Load the content for a command, and report its faults."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.catalogue.evidence_file import load_evidence
from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import CONTENT, load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.reading import load_reading
from app.cli.errors import CommandError
from app.exports.words import Words


def content_faults(folder: Path = CONTENT) -> list[Fault]:
    """Return every fault of a content folder.

    The evidence is checked only if the catalogue has no fault.
    """
    reading_faults = _faults(lambda: load_reading(folder))
    try:
        catalogue = load_catalogue(folder)
    except ContentError as error:
        return [*error.faults, *reading_faults]
    return reading_faults + _faults(lambda: load_evidence(catalogue, folder))


def _faults(load: Callable[[], object]) -> list[Fault]:
    try:
        load()
    except ContentError as error:
        return list(error.faults)
    return []


def check_content(words: Words) -> None:
    """Raise CommandError with every fault of the content, if there is one."""
    faults = content_faults()
    if faults:
        raise content_error(words, faults)


def open_catalogue(words: Words) -> Catalogue:
    """Return the catalogue. Raises CommandError with every fault that keeps it from being used."""
    try:
        return load_catalogue()
    except ContentError as error:
        raise content_error(words, error.faults) from error


def content_error(words: Words, faults: Sequence[Fault]) -> CommandError:
    """Return the error for content with these faults: a line for each."""
    lines = "\n".join(
        f"{fault.file}: {fault.key}: {fault_message(words, fault)}" for fault in faults
    )
    return CommandError(
        words.gettext("the catalogue's content cannot be used:\n%(faults)s") % {"faults": lines}
    )


def fault_message(words: Words, fault: Fault) -> str:
    """Return what is wrong and what to do, in the language of the words."""
    return words.gettext(fault.sentence) % fault.values
