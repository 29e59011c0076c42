"""Large files give the same rows as app/scoring, with Polars and with Python's csv."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.errors import RowError
from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.json_rows import JsonRows
from app.cli.ratings.lines import MAX_LINE_BYTES, Blocks, text_lines
from app.cli.ratings.rows import RatedRow, columns
from app.cli.score.batches import BATCH, score_rows
from app.cli.score.polars_scoring import score_blocks
from app.cli.score.result_columns import AddedColumns
from app.scoring.information import questions_needed
from app.scoring.result import score
from tests.cli.run import ENGLISH, OURS, SKILLS, run
from tests.cli.scores import cells

LONG = csv.field_size_limit() // 4 + 1000
"""Short lines that are together longer than a field may be."""
MANY = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

HEADING = f"id,{SKILLS[0]},이름,{','.join(SKILLS[1:])}\n"
ORDINARY = f"0,1,가,{','.join('234'[n % 3] for n in range(len(SKILLS) - 1))}\n"


def singly(kind, text: str) -> tuple[bytes, list[tuple[int, str]]]:
    """Return the results and the errors with their lines, with rows scored one by one."""
    rows = kind(text_lines(io.BytesIO(text.encode())), SKILLS, columns(OURS))
    read = list(rows)
    good = [
        rows.row_format.format(row, cells(score(OURS, row.ratings)))
        for _, row in read
        if isinstance(row, RatedRow)
    ]
    return "".join(good).encode(), [
        (line, row.translate(ENGLISH)) for line, row in read if isinstance(row, RowError)
    ]


def in_batches(kind, text: str) -> tuple[bytes, list[tuple[int, str]]]:
    rows = kind(text_lines(io.BytesIO(text.encode())), SKILLS, columns(OURS))
    return joined(score_rows(AddedColumns(OURS, None), rows.row_format, rows, strict=False))


def by_polars(text: str) -> tuple[bytes, list[tuple[int, str]]]:
    blocks = Blocks(io.BytesIO(text.encode()))
    rows = CsvRows(text_lines(blocks), SKILLS, columns(OURS))
    return joined(score_blocks(AddedColumns(OURS, None), rows, blocks, strict=False))


def joined(scored) -> tuple[bytes, list[tuple[int, str]]]:
    found = list(scored)
    return b"".join(each.text for each in found), [
        (line, fault.translate(ENGLISH)) for each in found for line, fault in each.faults
    ]


def test_chances_are_the_same_by_polars() -> None:
    names = columns(OURS, with_chances=True)
    added = AddedColumns(OURS, None, with_chances=True)
    text = HEADING + ORDINARY * 3
    rows = CsvRows(text_lines(io.BytesIO(text.encode())), SKILLS, names)
    in_python = joined(score_rows(added, rows.row_format, rows, strict=False))
    blocks = Blocks(io.BytesIO(text.encode()))
    by_blocks = CsvRows(text_lines(blocks), SKILLS, names)
    assert joined(score_blocks(added, by_blocks, blocks, strict=False)) == in_python


LEVELS = st.sampled_from(["", "0", "1", "2", "3", "4"])
CELLS = st.one_of(
    LEVELS,
    LEVELS,
    LEVELS,
    st.sampled_from(
        [" 3", "5", "x", "４", "-1", "\x00", "2\x00", '"3"', '"4', '""', "22", "/", "."]
    ),
)
OTHERS = st.sampled_from(
    [
        "",
        "a",
        "김",
        '"김, 민수"',
        '"두\n줄"',
        '"두\r\n줄"',
        'a"b',
        '"a"b',
        "\x00",
        " ",
        "=1",
        "a\rb",
        '"',
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\n\n", "\n\r\n", ",\n", "\n \n", ""])


@st.composite
def csv_lines(draw: st.DrawFn) -> str:
    """Draw a row, usual or odd. Few cells are drawn, for speed."""
    cells = [draw(OTHERS), draw(LEVELS), draw(OTHERS), *[draw(LEVELS)] * (len(SKILLS) - 1)]
    for place in draw(st.lists(st.integers(1, len(SKILLS)), max_size=3)):
        cells[place if place == 1 else place + 1] = draw(CELLS)
    return ",".join(cells) + draw(ENDS)


@MANY
@given(st.lists(st.one_of(csv_lines(), st.just(ORDINARY)), max_size=12))
def test_any_csv_gives_the_same_rows_and_faults(lines):
    text = HEADING + "".join(lines)
    assert by_polars(text) == in_batches(CsvRows, text) == singly(CsvRows, text)


@MANY
@given(
    st.lists(
        st.one_of(st.sampled_from(["1\n", "\n", " \n", "9\n", '"2"\n', "3\r\n", '""\n', "4,\n"])),
        max_size=12,
    )
)
def test_a_single_column_gives_the_same_rows(lines):
    text = "python\n" + "".join(lines)
    assert by_polars(text) == in_batches(CsvRows, text) == singly(CsvRows, text)


JSON = st.sampled_from(
    [
        '{"python": 1}',
        "{ }",
        '{"id": 1.10, "sql": null, "memo": "가"}',
        "[]",
        "{",
        '{"python": 7}',
        '{"a": 1, "a": 2}',
        "",
        " ",
        '{"status": 1}',
    ]
)


@MANY
@given(st.lists(JSON, max_size=12), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_lines_of_json_give_the_same_rows(lines, end):
    text = "{}\n" + end.join(lines)
    assert in_batches(JsonRows, text) == singly(JsonRows, text)


@pytest.mark.parametrize("share", ["0", "0.6", "1"])
def test_the_share_that_must_be_answered_counts_there_too(share, library):
    rows = b"python\n" + b"2\n" * (BATCH + 1)
    lines = run("score", "-", "--min-answered", share, given=rows).stdout.splitlines()
    assert lines[1] == lines[-1]
    assert ("not_enough" in lines[-1]) == (share != "0")


def test_what_answers_carry_counts_there_too(library):
    names = questions_needed(OURS, {})
    rows = f"{','.join(names)}\n" + f"{','.join('2' * len(names))}\n" * (BATCH + 1)
    lines = run("score", "-", given=rows + f"{',' * (len(names) - 1)}2\n").stdout.splitlines()
    assert lines[1] == lines[-2]
    assert ["not_enough" in line for line in lines[-2:]] == [False, True]


def test_strict_stops_before_the_first_bad_row_of_a_block(library):
    rows = "python\n" + "2\n" * (BATCH + 3) + "7\n1\n8\n"
    result = run("score", "-", "--strict", given=rows)
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, BATCH + 4)
    assert [told.partition(":")[0] for told in result.stderr.splitlines()] == [
        f"line {BATCH + 5}",
        "Stopped there.",
    ]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize(
    ("bad", "fault"),
    [(b"\xb0\xa1", "is not UTF-8 (byte 0xb0)"), (b"x" * MAX_LINE_BYTES, "is longer than 16 MB")],
    ids=["encoding", "length"],
)
def test_a_line_that_ends_the_run_is_reported_after_the_results_before_it(
    kind, bad, fault, library
):
    first, row = (
        (b"id,python\n", b"a,2\n") if kind == "csv" else (b"", b'{"id": "a", "python": 2}\n')
    )
    line = row.replace(b"a", bad, 1) if kind == "csv" else row.replace(b'"a"', b'"' + bad + b'"')
    result = run("score", "-", "--format", kind, given=first + row * (BATCH + 9) + line + row)
    heading = bool(first)
    assert f"line {BATCH + 10 + heading} {fault}" in result.stderr
    assert (result.exit_code, len(result.stdout.splitlines())) == (2, BATCH + 9 + heading)
