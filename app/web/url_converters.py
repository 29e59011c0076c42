"""Whole numbers in addresses: up to nine digits, which every database can hold."""

import re

from werkzeug.routing import IntegerConverter

DIGITS = r"[0-9]{1,9}"
HIGHEST_NUMBER = 999_999_999


class NumberConverter(IntegerConverter):
    """`<int:number>` in a rule; more digits match nothing."""

    regex = DIGITS


def number_in(text: str) -> int | None:
    """Return the number that a text is, or None."""
    return int(text) if re.fullmatch(DIGITS, text) else None
