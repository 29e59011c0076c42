"""Fields and rows that go on from one block of a large file to the next."""

import csv
import io

import pytest

from app.cli.ratings.csv_rows import CsvRows
from app.cli.score.batches import BATCH
from tests.cli.conftest import BLOCK
from tests.cli.run import run
from tests.cli.test_bulk_rows import LONG, by_polars, in_batches, singly


def test_a_field_may_go_on_in_the_next_block(library):
    note = '"' + "\n" * 100_000 + '"'
    rows = ["a,2", f"{note},3", "b,4"] * 5
    plain = "c,1\n" * (BATCH + BLOCK // 4)
    result = run("score", "-", given="id,python\n" + plain + "\n".join(rows) + "\nd,9\n")
    assert result.stdout.count(note) == 5
    assert result.stderr.startswith(
        f"line {BATCH + BLOCK // 4 + 15 + 5 * 100_000 + 2}: python is '9'"
    )


def test_a_quote_that_is_never_closed_is_one_bad_row():
    text = "id,python\n" + 'a,2\n"a,2\n' + "a,2\n" * LONG
    found = by_polars(text)
    assert found == in_batches(CsvRows, text) == singly(CsvRows, text)
    assert [line for line, _ in found[1]] == [3]
    assert found[0].count(b"\n") > 1


def test_a_file_longer_than_many_blocks_keeps_its_order_and_its_line_numbers(tmp_path, library):
    count = 40_000
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "id,python\n"
        + "".join(f"{n},{'9' if n % 10_000 == 777 else n % 5}\n" for n in range(count))
    )
    result = run("score", source, "--output", target)
    bad = range(777, count, 10_000)
    assert [told.partition(":")[0] for told in result.stderr.splitlines()[:-1]] == [
        f"line {n + 2}" for n in bad
    ]
    with target.open() as lines:
        next(lines)
        ids = [int(line.partition(",")[0]) for line in lines]
    assert ids == [n for n in range(count) if n not in set(bad)]


def test_a_field_that_is_too_long_is_an_error_and_a_long_line_of_shorter_ones_is_not():
    most = "x" * csv.field_size_limit()
    text = f"id,memo,python\n{most}x,a,1\n{most},{most},2\na,b,3\n"
    found = by_polars(text)
    assert found == in_batches(CsvRows, text) == singly(CsvRows, text)
    assert [line for line, _ in found[1]] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "7,가,1",
        '7,"가, 나",1',
        '7,"",1',
        '7,가,"1"',
        "7,\x00가,1",
        "-1e5,null,1",
        "007,NA,1",
        "'=1,#,1",
        " 7,\ufeff,1",
    ],
)
def test_other_columns_stay_as_they_are_in_blocks_too(line):
    written = by_polars(f"id,memo,python\n{line}\n8,가,2\n")[0].decode()
    assert [row[:3] for row in csv.reader(io.StringIO(written))] == [
        *csv.reader([line]),
        ["8", "가", "2"],
    ]
