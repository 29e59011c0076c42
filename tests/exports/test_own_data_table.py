"""The table of assessments: `orienteer score` reads it, and no cell is a spreadsheet formula."""

import csv
import io
from dataclasses import replace

import pytest

from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.rows import RatedRow
from app.exports.own_data.export_csv import FACTS, as_csv
from app.exports.table import FORMULA_STARTS
from tests.exports.own_data_files import BEGUN, FINISHED
from tests.support.visitor import CLEAR, SKILLS


def test_a_row_for_each_with_every_skill_in_the_order_of_the_questions() -> None:
    heading, finished, begun = csv.reader(
        io.StringIO("".join(as_csv(SKILLS, [(FINISHED,), (BEGUN,)])))
    )
    assert heading == [*FACTS, *SKILLS]
    assert finished[:8] == [
        "3",
        "'" + (FINISHED.assessment.name or ""),
        "2027-01-15T08:00:00Z",
        "2027-01-15T08:01:00Z",
        "",
        "mlops_engineer",
        "senior",
        "9",
    ]
    assert finished[8:] == ["" if CLEAR[skill] is None else str(CLEAR[skill]) for skill in SKILLS]
    assert begun[4] == "2027-01-15T08:00:09Z"
    assert begun[8:] == [""] * len(SKILLS)


def test_the_command_reads_it_as_the_same_ratings() -> None:
    from app.cli.ratings.rows import columns
    from tests.support.visitor import CATALOGUE

    text = "".join(as_csv(SKILLS, [(FINISHED,)]))
    ((_, row),) = CsvRows(iter(text.splitlines(keepends=True)), SKILLS, columns(CATALOGUE))
    assert isinstance(row, RatedRow)
    assert row.ratings == CLEAR


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_name_is_a_formula(start: str) -> None:
    named = replace(
        FINISHED, assessment=replace(FINISHED.assessment, name=f"{start}cmd|' /C calc'!A0")
    )
    _, row = csv.reader(io.StringIO("".join(as_csv(SKILLS, [(named,)])), newline=""))
    assert row[1][0] == "'"
