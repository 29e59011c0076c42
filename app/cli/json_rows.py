"""Ratings as JSON: an object for each person, one a line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NoReturn

from app.catalogue.faults import N_
from app.catalogue.model import LEVELS
from app.cli.faults import RowError, Sentence, row_error, shown
from app.cli.rows import Cell, Row, Shape

OPENING: Final = "{"


class JsonRows:
    """Lines of JSON objects with any other keys among the skills; a skill without a key, or with null, is not answered."""

    def __init__(self, lines: Iterator[str], skills: Sequence[str], added: Sequence[str]) -> None:
        self._lines, self._skills, self._added = lines, skills, added
        self.heading = ""
        self.shape = Shape(
            tuple(f"{', ' if place else ''}{_shown(name)}: " for place, name in enumerate(added)),
            _shown,
            "}\n",
        )
        self.lines_read = 0

    def __iter__(self) -> Iterator[tuple[int, Row | RowError]]:
        for line in self._lines:
            self.lines_read += 1
            if text := line.strip():
                yield self.lines_read, self._row(text)

    def _row(self, text: str) -> Row | RowError:
        try:
            found = read_object(text)
            taken = next((key for key in found if key in self._added), None)
            if taken:
                return row_error(
                    N_("key %(name)s is one that this command adds: rename or remove it"),
                    name=shown(taken),
                )
            return Row(object_ratings(found, self._skills), _opened(text))
        except RowError as fault:
            return fault


def read_object(text: str) -> Mapping[str, object]:
    """The JSON object that a text holds. Raises RowError for anything else, and for a key that stands there twice."""
    try:
        found = json.loads(
            text, object_pairs_hook=_without_doubles, parse_constant=_refuse_constant
        )
    except json.JSONDecodeError as error:
        raise row_error(
            N_("is not JSON (column %(column)d: %(why)s)"), column=error.colno, why=error.msg
        ) from error
    except (RecursionError, ValueError) as error:
        raise row_error(N_("is not JSON that can be read here (%(why)s)"), why=error) from error
    if not isinstance(found, dict):
        raise row_error(N_('is no object: write {"python": 2, "sql": null, …}'))
    return found


def object_ratings(found: Mapping[str, object], skills: Sequence[str]) -> dict[str, int | None]:
    """The ratings in an object, whole numbers or null. Raises RowError with every value that is neither."""
    ratings: dict[str, int | None] = {}
    faults: list[Sentence] = []
    for skill in skills:
        value = found.get(skill)
        if value is None or (type(value) is int and value in LEVELS):
            ratings[skill] = value
        else:
            fault = N_("%(skill)s is %(value)s: give 0, 1, 2, 3 or 4 as a number, or null")
            faults.append(Sentence(fault, {"skill": skill, "value": shown(value)}))
    if faults:
        raise RowError(*faults)
    return ratings


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise row_error(N_("key %(name)s stands there twice: remove one"), name=shown(twice))
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise row_error(N_("holds %(value)s, which is no number in JSON"), value=name)


def _shown(cell: Cell) -> str:
    return json.dumps(cell, ensure_ascii=False)


def _opened(text: str) -> str:
    """An object to which a key can be added: the given text itself, so that every number in it keeps its digits."""
    start = text.removesuffix("}").rstrip()
    return start if start == OPENING else f"{start}, "
