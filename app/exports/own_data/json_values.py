"""Values of an imported JSON file with their paths: wrong ones raise FileFault with the place."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

from app.catalogue.faults import N_
from app.exports.own_data.json_format import parse_time
from app.exports.readable import is_readable

MAX_QUOTED_LENGTH: Final = 40
MISSING: Final = object()


class FileFault(Exception):
    """The file cannot be imported: an English sentence with values, and the path to the place."""

    def __init__(self, sentence: str, where: tuple[str, ...] = (), **values: object) -> None:
        super().__init__(sentence, where, values)
        self.sentence, self.where, self.values = sentence, where, values


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value with the path to it; positions in lists count from 1.

    Every method raises FileFault where the value is not of its kind.
    """

    value: object
    where: tuple[str, ...] = ()

    def fault(self, sentence: str, **values: object) -> NoReturn:
        raise FileFault(sentence, self.where, **values)

    def refuse(self, sentence: str, **values: object) -> NoReturn:
        """Raise that the value is missing, or that it is not what the sentence asks for."""
        if self.value is MISSING:
            self.fault(N_("This is missing."))
        self.fault(sentence, value=shown(self.value), **values)

    def fields(self, known: Collection[str]) -> Mapping[str, "JsonValue"]:
        """Return the values of these keys; absent ones are MISSING, unknown keys are a fault."""
        entries = self.entries()
        unknown = next((key for key in entries if key not in known), None)
        if unknown is not None:
            entries[unknown].fault(
                N_("This key is not known here: check its spelling, or remove it.")
            )
        return {key: entries.get(key, JsonValue(MISSING, (*self.where, key))) for key in known}

    def entries(self) -> dict[str, "JsonValue"]:
        """Return the values of an object by any keys."""
        if not isinstance(self.value, dict):
            self.refuse(N_("This is %(value)s, and must be an object in braces."))
        return {key: JsonValue(each, (*self.where, key)) for key, each in self.value.items()}

    def items(self, most: int) -> Iterator["JsonValue"]:
        """Return the values of a list that has at most `most`."""
        if not isinstance(self.value, list):
            self.refuse(N_("This is %(value)s, and must be a list in brackets."))
        if len(self.value) > most:
            self.fault(
                N_("These are %(count)s, and %(most)s can be taken in at once."),
                count=len(self.value),
                most=most,
            )
        return (
            JsonValue(each, (*self.where, str(place))) for place, each in enumerate(self.value, 1)
        )

    def optional(self) -> "JsonValue | None":
        """Return None where the value is null or missing."""
        return None if self.value is None or self.value is MISSING else self

    def integer(self, low: int, high: int) -> int:
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

    def time(self) -> int:
        """Return a time in seconds since 1970."""
        seconds = parse_time(self.value) if isinstance(self.value, str) else None
        if seconds is None:
            self.refuse(
                N_(
                    "This is %(value)s, and must be a time of the years 2000 to 2099 in UTC, "
                    "such as 2027-03-01T09:30:00Z."
                )
            )
        return seconds

    def one_of(self, choices: Collection[str]) -> str:
        if not isinstance(self.value, str) or self.value not in choices:
            self.refuse(
                N_("This is %(value)s, and must be one of these: %(choices)s."),
                choices=", ".join(choices),
            )
        return self.value

    def text(self, longest: int, allowed: str = "") -> str:
        """Return stripped text that is not empty and has only visible or allowed characters."""
        if not isinstance(self.value, str):
            self.refuse(N_("This is %(value)s, and must be text in quotes."))
        text = self.value.strip()
        if not 1 <= len(text) <= longest:
            self.fault(
                N_("This has %(count)s characters, and may have 1 to %(most)s."),
                count=len(text),
                most=longest,
            )
        if not is_readable(text, allowed):
            self.fault(N_("This holds characters that cannot be shown. Remove them."))
        return text


def shown(value: object) -> str:
    """Return a value as JSON, shortened when it is long."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_QUOTED_LENGTH else f"{text[:MAX_QUOTED_LENGTH]}…"
