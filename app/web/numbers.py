"""Numbers of assessments in addresses and forms: up to nine digits, so that every database can hold them."""

import re

from werkzeug.routing import IntegerConverter

DIGITS = r"[0-9]{1,9}"


class Number(IntegerConverter):
    """`<int:number>` in an address; more digits are no address here."""

    regex = DIGITS


def number_in(text: str) -> int | None:
    """The number that a text is, or None."""
    return int(text) if re.fullmatch(DIGITS, text) else None
