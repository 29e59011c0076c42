"""The catalogue as the commands get it."""

from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.cli.options import Refused
from app.documents.words import Words


def open_catalogue(words: Words) -> Catalogue:
    """The catalogue. Raises Refused with every fault of the content where it cannot be used."""
    try:
        return load_catalogue()
    except ContentError as error:
        faults = "\n".join(f"{fault.file}: {fault.key}: {message(words, fault)}" for fault in error.faults)
        raise Refused(words.gettext("the catalogue's content cannot be used:\n%(faults)s") % {"faults": faults}) from error


def message(words: Words, fault: Fault) -> str:
    """What is wrong and its mend, in the language of the words."""
    return words.gettext(fault.sentence) % fault.values
