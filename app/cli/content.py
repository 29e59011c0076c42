"""The catalogue as the commands get it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.catalogue.evidence_file import load_evidence
from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import CONTENT, load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.reading import load_reading
from app.cli.options import Refused
from app.documents.words import Words


def content_faults(folder: Path = CONTENT) -> list[Fault]:
    """All that is wrong with a content folder: what is asked, what there is to read, and what was measured, once what is asked is whole."""
    found = _faults(lambda: load_reading(folder))
    try:
        catalogue = load_catalogue(folder)
    except ContentError as error:
        return [*error.faults, *found]
    return found + _faults(lambda: load_evidence(catalogue, folder))


def _faults(load: Callable[[], object]) -> list[Fault]:
    try:
        load()
    except ContentError as error:
        return list(error.faults)
    return []


def refuse_faults(words: Words) -> None:
    """Raises Refused with every fault of the content, where there is one."""
    faults = content_faults()
    if faults:
        raise refusal(words, faults)


def open_catalogue(words: Words) -> Catalogue:
    """The catalogue. Raises Refused with every fault of the content where it cannot be used."""
    try:
        return load_catalogue()
    except ContentError as error:
        raise refusal(words, error.faults) from error


def refusal(words: Words, faults: Sequence[Fault]) -> Refused:
    """What is said where content cannot be used: a line for each fault."""
    told = "\n".join(f"{fault.file}: {fault.key}: {message(words, fault)}" for fault in faults)
    return Refused(
        words.gettext("the catalogue's content cannot be used:\n%(faults)s") % {"faults": told}
    )


def message(words: Words, fault: Fault) -> str:
    """What is wrong and its mend, in the language of the words."""
    return words.gettext(fault.sentence) % fault.values
