"""Reading rows whose role is known: a CSV with a column `role`, columns named after skills, and if it likes one named `source`."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.cli.csv_rows import LEVEL_OF, reader_of
from app.cli.faults import FileError, shown
from app.cli.files import opened
from app.cli.lines import text_lines
from app.cli.options import Refused
from app.documents.words import Words

if TYPE_CHECKING:
    from app.evidence.table import Known, Table

ROLE: Final = "role"
SOURCE: Final = "source"
FEWEST: Final = 5
"""Rows that each role of a table needs, so that every fold has one."""


def known_table(file: str, catalogue: Catalogue, words: Words) -> "Table":
    """The file as a table. Raises Refused where it is none, with the line and the mend."""
    from app.evidence.table import tabulate

    try:
        with opened(file, words) as source:
            rows = list(_rows(text_lines(source), catalogue))
        _check(rows)
    except FileError as fault:
        raise Refused(f"{file}: {fault.told(words)}") from fault
    return tabulate(catalogue, rows)


def _rows(lines: Iterator[str], catalogue: Catalogue) -> Iterator["Known"]:
    reader = reader_of(lines)
    try:
        heading = [name.strip() for name in next(reader, [])]
        places = _places(heading, catalogue)
        for row in reader:
            if row:
                yield _known(row, reader.line_num, len(heading), places, catalogue)
    except csv.Error as error:
        raise FileError(
            N_("line %(line)d: cannot be read as CSV (%(why)s)"), line=reader.line_num, why=error
        ) from error


def _places(heading: list[str], catalogue: Catalogue) -> dict[str, int]:
    """Where each column that is used stands, by its name."""
    used = [name for name in (ROLE, SOURCE, *catalogue.skill) if name in heading]
    if ROLE not in used or not set(used) - {ROLE, SOURCE}:
        raise FileError(
            N_(
                "the first line must name a column role and columns named after skills, such as %(skill)s"
            ),
            skill="python",
        )
    twice = next((name for name in used if heading.count(name) > 1), None)
    if twice:
        raise FileError(
            N_("column %(name)s stands there twice: rename or remove one"), name=shown(twice)
        )
    return {name: heading.index(name) for name in used}


def _known(
    row: list[str], line: int, width: int, places: dict[str, int], catalogue: Catalogue
) -> "Known":
    from app.evidence.table import Known

    if len(row) != width:
        fault = N_("line %(line)d: has %(count)d fields where the first line has %(right)d")
        raise FileError(fault, line=line, count=len(row), right=width)
    role = row[places[ROLE]]
    if role not in catalogue.role:
        fault = N_("line %(line)d: %(role)s is not a role: give one of %(roles)s")
        raise FileError(fault, line=line, role=shown(role), roles=", ".join(catalogue.role))
    levels = {
        skill: row[place].strip() for skill, place in places.items() if skill not in (ROLE, SOURCE)
    }
    wrong = next((skill for skill, level in levels.items() if level not in LEVEL_OF), None)
    if wrong:
        fault = N_("line %(line)d: %(skill)s is %(value)s: give 0, 1, 2, 3 or 4, or leave it empty")
        raise FileError(fault, line=line, skill=wrong, value=shown(row[places[wrong]]))
    return Known(
        role,
        {skill: LEVEL_OF[level] for skill, level in levels.items()},
        row[places[SOURCE]] if SOURCE in places else "",
    )


def _check(rows: "list[Known]") -> None:
    counts = {
        role: sum(row.role == role for row in rows)
        for role in dict.fromkeys(row.role for row in rows)
    }
    few = next((role for role, count in counts.items() if count < FEWEST), None)
    if len(counts) < 2:  # noqa: PLR2004 (nothing to tell apart)
        raise FileError(N_("must have rows of two roles or more"))
    if few:
        raise FileError(
            N_("has %(count)d rows of %(role)s: a role needs %(fewest)d or more"),
            count=counts[few],
            role=few,
            fewest=FEWEST,
        )
