"""Ratings as JSON Lines: an object for each person, one per line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NoReturn

from app.catalogue.faults import N_
from app.catalogue.model import LEVELS
from app.cli.errors import RowError, Sentence, quoted, row_error
from app.cli.ratings.rows import Cell, RatedRow, RowFormat

OPENING: Final = "{"


class JsonRows:
    """Lines of JSON objects. Other keys are allowed; a skill without a key, or null, is skipped."""

    def __init__(self, lines: Iterator[str], skills: Sequence[str], added: Sequence[str]) -> None:
        self._lines, self._skills, self._added = lines, skills, added
        self.heading = ""
        self.row_format = RowFormat(
            tuple(
                f"{', ' if place else ''}{_format_cell(name)}: " for place, name in enumerate(added)
            ),
            _format_cell,
            "}\n",
        )
        self.lines_read = 0

    def __iter__(self) -> Iterator[tuple[int, RatedRow | RowError]]:
        for line in self._lines:
            self.lines_read += 1
            if text := line.strip():
                yield self.lines_read, self._row(text)

    def _row(self, text: str) -> RatedRow | RowError:
        try:
            values = read_object(text)
            taken = next((key for key in values if key in self._added), None)
            if taken:
                return row_error(
                    N_("key %(name)s is one that this command adds: rename or remove it"),
                    name=quoted(taken),
                )
            return RatedRow(object_ratings(values, self._skills), _without_end(text))
        except RowError as fault:
            return fault


def read_object(text: str) -> Mapping[str, object]:
    """Parse a JSON object. Raises RowError for anything else, and for duplicate keys."""
    try:
        values = json.loads(
            text, object_pairs_hook=_refuse_duplicates, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise row_error(
            N_("is not JSON (column %(column)d: %(why)s)"), column=error.colno, why=error.msg
        ) from error
    except (RecursionError, ValueError) as error:
        raise row_error(N_("is not JSON that can be read here (%(why)s)"), why=error) from error
    if not isinstance(values, dict):
        raise row_error(N_('is no object: write {"python": 2, "sql": null, …}'))
    return values


def object_ratings(values: Mapping[str, object], skills: Sequence[str]) -> dict[str, int | None]:
    """Return the ratings in an object. Raises RowError with every invalid value."""
    ratings: dict[str, int | None] = {}
    faults: list[Sentence] = []
    for skill in skills:
        value = values.get(skill)
        if value is None or (type(value) is int and value in LEVELS):
            ratings[skill] = value
        else:
            fault = N_("%(skill)s is %(value)s: give 0, 1, 2, 3 or 4 as a number, or null")
            faults.append(Sentence(fault, {"skill": skill, "value": quoted(value)}))
    if faults:
        raise RowError(*faults)
    return ratings


def _refuse_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise row_error(N_("key %(name)s stands there twice: remove one"), name=quoted(twice))
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise row_error(N_("holds %(value)s, which is no number in JSON"), value=name)


def _format_cell(cell: Cell) -> str:
    return json.dumps(cell, ensure_ascii=False)


def _without_end(text: str) -> str:
    """Return an object's text up to its final brace, so that all its numbers keep their digits."""
    start = text.removesuffix("}").rstrip()
    return start if start == OPENING else f"{start}, "
