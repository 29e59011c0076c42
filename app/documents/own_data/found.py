"""A value in a file and where it stands, read with care: whatever is not as it must be is a fault with its place and its mend."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from app.catalogue.faults import N_
from app.documents.own_data.shape import seconds
from app.documents.readable import is_readable

LONGEST_SHOWN: Final = 40
MISSING: Final = object()


class FileFault(Exception):
    """The file cannot be taken in: what is wrong (a sentence in English with values) and where (names from outermost to innermost)."""

    def __init__(self, sentence: str, where: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(sentence, where, values)
        self.sentence, self.where, self.values = sentence, where, values


@dataclass(frozen=True, slots=True)
class Found:
    """A value, and the names that lead to it; places in lists count from 1. Each reading of it raises FileFault for another kind."""

    value: object
    where: tuple[str, ...] = ()

    def fault(self, sentence: str, **values: object) -> NoReturn:
        raise FileFault(sentence, self.where, **values)

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """The fault of a value that is missing, or of one that is not what the sentence asks for."""
        if self.value is MISSING:
            self.fault(N_("This is missing."))
        self.fault(sentence, value=shown(self.value), **values)

    def fields(self, known: Collection[str]) -> Mapping[str, "Found"]:
        """An object with these keys and no other; one that it lacks is read as missing."""
        found = self.entries()
        unknown = next((key for key in found if key not in known), None)
        if unknown is not None:
            found[unknown].fault(
                N_("This key is not known here: check its spelling, or remove it.")
            )
        return {key: found.get(key, Found(MISSING, (*self.where, key))) for key in known}

    def entries(self) -> dict[str, "Found"]:
        """An object with any keys."""
        if not isinstance(self.value, dict):
            self.refuse(N_("This is %(value)s, and must be an object in braces."))
        return {key: Found(each, (*self.where, key)) for key, each in self.value.items()}

    def items(self, most: int) -> Iterator["Found"]:
        """A list of so many at most."""
        if not isinstance(self.value, list):
            self.refuse(N_("This is %(value)s, and must be a list in brackets."))
        if len(self.value) > most:
            self.fault(
                N_("These are %(count)s, and %(most)s can be taken in at once."),
                count=len(self.value),
                most=most,
            )
        return (Found(each, (*self.where, str(place))) for place, each in enumerate(self.value, 1))

    def optional(self) -> "Found | None":
        """None where the value is null or missing."""
        return None if self.value is None or self.value is MISSING else self

    def whole(self, low: int, high: int) -> int:
        if type(self.value) is not int or not low <= self.value <= high:
            self.refuse(
                N_("This is %(value)s, and must be a whole number from %(low)s to %(high)s."),
                low=low,
                high=high,
            )
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            self.refuse(N_("This is %(value)s, and must be true or false."))
        return self.value

    def moment(self) -> int:
        """A time, in seconds since 1970."""
        found = seconds(self.value) if isinstance(self.value, str) else None
        if found is None:
            self.refuse(
                N_(
                    "This is %(value)s, and must be a time of the years 2000 to 2099 in UTC, such as 2027-03-01T09:30:00Z."
                )
            )
        return found

    def one_of(self, choices: Collection[str]) -> str:
        if not isinstance(self.value, str) or self.value not in choices:
            self.refuse(
                N_("This is %(value)s, and must be one of these: %(choices)s."),
                choices=", ".join(choices),
            )
        return self.value

    def text(self, longest: int, allowed: str = "") -> str:
        """Text with at least one character that shows, and none that does not but those allowed; without spaces around it."""
        if not isinstance(self.value, str):
            self.refuse(N_("This is %(value)s, and must be text in quotes."))
        found = self.value.strip()
        if not 1 <= len(found) <= longest:
            self.fault(
                N_("This has %(count)s characters, and may have 1 to %(most)s."),
                count=len(found),
                most=longest,
            )
        if not is_readable(found, allowed):
            self.fault(N_("This holds characters that cannot be shown. Remove them."))
        return found


def shown(value: object) -> str:
    """A value as the file writes it, cut when it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
