"""Ratings as CSV: a header that names the columns, then a row for each person."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from app.catalogue.faults import N_
from app.catalogue.model import LEVELS
from app.cli.errors import FileError, RowError, Sentence, quoted, row_error
from app.cli.ratings.rows import DECIMALS, Cell, RatedRow, RowFormat

if TYPE_CHECKING:
    from _csv import Reader

LEVEL_OF: Final[dict[str, int | None]] = {"": None, **{str(level): level for level in LEVELS}}


class CsvRows:
    """Rows of a CSV file. Other columns are allowed; a skill without a column is not answered."""

    def __init__(self, lines: Iterator[str], skills: Sequence[str], added: Sequence[str]) -> None:
        self._reader = csv_reader(lines)
        self._heading = self._read_heading()
        self.names = [name.strip() for name in self._heading]
        self._check(self.names, skills, added)
        self.places = [
            (place, name) for place, name in enumerate(self.names) if name in set(skills)
        ]
        """Index and id of each skill that has a column."""
        self.heading = _joined([*self._heading, *added]) + "\n"
        self.row_format = RowFormat((",",) * len(added), _format_cell, "\n")

    @property
    def lines_read(self) -> int:
        """Return the number of lines read so far, the header's included."""
        return self._reader.line_num

    def _read_heading(self) -> list[str]:
        try:
            return next((row for row in self._reader if row), [])
        except csv.Error as error:
            raise FileError(
                N_("the first line cannot be read as CSV (%(why)s)"), why=error
            ) from error

    def _check(self, names: list[str], skills: Sequence[str], added: Sequence[str]) -> None:
        twice = sorted({name for name in names if name and names.count(name) > 1})
        if twice:
            raise FileError(
                N_("column %(name)s stands there twice: rename or remove one"),
                name=quoted(twice[0]),
            )
        taken = next((name for name in names if name in added), None)
        if taken:
            raise FileError(
                N_("column %(name)s is one that this command adds: rename or remove it"),
                name=quoted(taken),
            )
        if not set(names) & set(skills):
            fault = N_(
                "no column is named after a skill, such as %(skill)s: the first line names the "
                "columns, with commas between"
            )
            raise FileError(fault, skill=skills[0])

    def __iter__(self) -> Iterator[tuple[int, RatedRow | RowError]]:
        return self.rows(self._reader, 0)

    def rows(self, reader: "Reader", before: int) -> Iterator[tuple[int, RatedRow | RowError]]:
        """Yield the reader's rows, or their errors, each with its line number.

        The reader starts after `before` lines of the file.
        """
        while True:
            line = before + reader.line_num + 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield line, row_error(N_("cannot be read as CSV (%(why)s)"), why=error)
            else:
                if row:
                    yield line, self._row(row)

    def _row(self, row: list[str]) -> RatedRow | RowError:
        if len(row) != len(self._heading):
            return row_error(
                N_("has %(count)d fields where the first line has %(right)d"),
                count=len(row),
                right=len(self._heading),
            )
        try:
            return RatedRow(
                {skill: LEVEL_OF[row[place]] for place, skill in self.places}, _joined(row)
            )
        except KeyError:
            return self._read_tolerantly(row)

    def _read_tolerantly(self, row: list[str]) -> RatedRow | RowError:
        """Read a row with cells other than bare levels. Spaces around a level are allowed."""
        ratings: dict[str, int | None] = {}
        faults: list[Sentence] = []
        for place, skill in self.places:
            value = row[place].strip()
            if value in LEVEL_OF:
                ratings[skill] = LEVEL_OF[value]
            else:
                fault = N_("%(skill)s is %(value)s: give 0, 1, 2, 3 or 4, or leave it empty")
                faults.append(Sentence(fault, {"skill": skill, "value": quoted(row[place])}))
        return RowError(*faults) if faults else RatedRow(ratings, _joined(row))


def csv_reader(lines: Iterable[str]) -> "Reader":
    """Return a CSV reader of these lines that is strict about quotes."""
    return csv.reader(lines, strict=True)


def _joined(fields: Sequence[str]) -> str:
    """Return the fields as CSV without the end of the row."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([*fields, ""])
    return text.getvalue().removesuffix(",\n")


def _format_cell(cell: Cell) -> str:
    """Return a cell without quotes; numbers as Polars writes them: no exponent, no final zeros."""
    return f"{cell:.{DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(cell, float) else str(cell)
