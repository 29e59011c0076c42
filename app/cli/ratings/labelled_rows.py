"""Read labelled rows: a CSV with a column `role`, columns for skills, and optionally `source` and
`year`."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.cli.errors import CommandError, FileError, quoted
from app.cli.files import open_input
from app.cli.ratings.csv_rows import LEVEL_OF, csv_reader
from app.cli.ratings.lines import text_lines
from app.exports.words import Words

if TYPE_CHECKING:
    from app.evaluation.labelled_table import LabelledRow, LabelledTable

ROLE: Final = "role"
SOURCE: Final = "source"
YEAR: Final = "year"
NOT_SKILLS: Final = (ROLE, SOURCE, YEAR)
MIN_ROWS_PER_ROLE: Final = 5
"""Rows that each role of a table needs, so that every fold has one."""
MIN_ROLES: Final = 2


def read_labelled_table(
    file: str, catalogue: Catalogue, words: Words, left_out: Sequence[str] = ()
) -> "LabelledTable":
    """Return the file as a table, without the rows of some roles.

    Raises CommandError with the line and what to do.
    """
    from app.evaluation.labelled_table import tabulate

    try:
        with open_input(file, words) as source:
            rows = list(_rows(text_lines(source), catalogue, left_out))
        _check(rows)
    except FileError as fault:
        raise CommandError(f"{file}: {fault.translate(words)}") from fault
    return tabulate(catalogue, rows)


def _rows(
    lines: Iterator[str], catalogue: Catalogue, left_out: Sequence[str]
) -> Iterator["LabelledRow"]:
    reader = csv_reader(lines)
    try:
        heading = [name.strip() for name in next(reader, [])]
        places = _places(heading, catalogue)
        for row in reader:
            if row and (len(row) <= places[ROLE] or row[places[ROLE]] not in left_out):
                yield _labelled_row(row, reader.line_num, len(heading), places, catalogue)
    except csv.Error as error:
        raise FileError(
            N_("line %(line)d: cannot be read as CSV (%(why)s)"), line=reader.line_num, why=error
        ) from error


def _places(heading: list[str], catalogue: Catalogue) -> dict[str, int]:
    """Return the index of each column that is used, by its name."""
    used = [name for name in (*NOT_SKILLS, *catalogue.skill) if name in heading]
    if ROLE not in used or not set(used) - set(NOT_SKILLS):
        raise FileError(
            N_(
                "the first line must name a column role and columns named after skills, such as "
                "%(skill)s"
            ),
            skill="python",
        )
    twice = next((name for name in used if heading.count(name) > 1), None)
    if twice:
        raise FileError(
            N_("column %(name)s stands there twice: rename or remove one"), name=quoted(twice)
        )
    return {name: heading.index(name) for name in used}


def _labelled_row(
    row: list[str], line: int, width: int, places: dict[str, int], catalogue: Catalogue
) -> "LabelledRow":
    from app.evaluation.labelled_table import LabelledRow

    if len(row) != width:
        fault = N_("line %(line)d: has %(count)d fields where the first line has %(right)d")
        raise FileError(fault, line=line, count=len(row), right=width)
    role = row[places[ROLE]]
    if role not in catalogue.role:
        fault = N_("line %(line)d: %(role)s is not a role: give one of %(roles)s")
        raise FileError(fault, line=line, role=quoted(role), roles=", ".join(catalogue.role))
    levels = {
        skill: row[place].strip() for skill, place in places.items() if skill not in NOT_SKILLS
    }
    wrong = next((skill for skill, level in levels.items() if level not in LEVEL_OF), None)
    if wrong:
        fault = N_("line %(line)d: %(skill)s is %(value)s: give 0, 1, 2, 3 or 4, or leave it empty")
        raise FileError(fault, line=line, skill=wrong, value=quoted(row[places[wrong]]))
    return LabelledRow(
        role,
        {skill: LEVEL_OF[level] for skill, level in levels.items()},
        row[places[SOURCE]] if SOURCE in places else "",
        _year(row[places[YEAR]].strip(), line) if YEAR in places else 0,
    )


def _year(value: str, line: int) -> int:
    """Return the year, or 0 for an empty cell."""
    if not value:
        return 0
    if not re.fullmatch(r"(19|20)[0-9]{2}", value):
        fault = N_("line %(line)d: the year is %(value)s: give one such as 2026, or leave it empty")
        raise FileError(fault, line=line, value=quoted(value))
    return int(value)


def _check(rows: "list[LabelledRow]") -> None:
    counts = {
        role: sum(row.role == role for row in rows)
        for role in dict.fromkeys(row.role for row in rows)
    }
    few = next((role for role, count in counts.items() if count < MIN_ROWS_PER_ROLE), None)
    if len(counts) < MIN_ROLES:
        raise FileError(N_("must have rows of two roles or more"))
    if few:
        raise FileError(
            N_("has %(count)d rows of %(role)s: a role needs %(fewest)d or more"),
            count=counts[few],
            role=few,
            fewest=MIN_ROWS_PER_ROLE,
        )
