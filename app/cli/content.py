"""The catalogue as the commands get it."""

import click

from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.documents.words import Words


def open_catalogue(words: Words) -> Catalogue:
    """The catalogue. Raises click.UsageError with every fault of the content where it cannot be used."""
    try:
        return load_catalogue()
    except ContentError as error:
        faults = "\n".join(told(words, fault) for fault in error.faults)
        raise click.UsageError(words.gettext("the catalogue's content cannot be used:\n%(faults)s") % {"faults": faults}) from error


def told(words: Words, fault: Fault) -> str:
    """One fault of the content: file, key, what is wrong and its mend."""
    return f"{fault.file}: {fault.key}: {words.gettext(fault.sentence) % fault.values}"
