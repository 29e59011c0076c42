"""Whole numbers in addresses and forms. Those of assessments have up to nine digits, so that every database can hold them."""

import re
from typing import Final

from werkzeug.routing import IntegerConverter
from wtforms import Field, IntegerField

from app.web.readable import showable

DIGITS = r"[0-9]{1,9}"
TYPED_DIGITS = r"[0-9]{1,4}"
FIRST_STAND_IN: Final = 900_000_000
"""From here on numbers stand for others while addresses and pages are made: no assessment's has come so far."""


class Number(IntegerConverter):
    """`<int:number>` in an address; more digits are no address here."""

    regex = DIGITS


def number_in(text: str) -> int | None:
    """The number that a text is, or None."""
    return int(text) if re.fullmatch(DIGITS, text) else None


class Typed(Field):
    """A field that shows again what was typed in it, whatever that was."""

    @property
    def typed(self) -> str:
        """What to show in the field."""
        return showable(self.raw_data[0] if self.raw_data else self.data)


class WholeNumber(Typed, IntegerField):
    """A field for a whole number of up to four digits; `wrong` is said of anything else, and what was typed is kept for showing again."""

    wrong: object

    def process_formdata(self, valuelist: list[str]) -> None:
        """A field that is not sent keeps what it was given."""
        if valuelist and not re.fullmatch(TYPED_DIGITS, valuelist[0].strip()):
            raise ValueError(self.wrong)
        super().process_formdata(valuelist)
