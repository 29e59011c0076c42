"""Score the rows of a file in batches."""

from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Final, NamedTuple

import numpy as np

from app.cli.errors import FileError, RowError
from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.json_rows import JsonRows
from app.cli.ratings.lines import Blocks
from app.cli.ratings.rows import RatedRow, RowFormat
from app.cli.score.result_columns import AddedColumns
from app.cli.score.scorer import SKIPPED

BATCH: Final = 2000
"""Rows that are scored together."""

NumberedRow = tuple[int, RatedRow | RowError]
"""A line number with a row, or with what is wrong with it."""


class ScoredBatch(NamedTuple):
    """Scored rows as UTF-8 text, and the errors of other rows with their line numbers."""

    text: bytes
    faults: Sequence[tuple[int, RowError]]


def score_file(
    added: AddedColumns, rows: CsvRows | JsonRows, blocks: Blocks, strict: bool
) -> Iterator[ScoredBatch]:
    """Score all rows. `blocks` is the file that `rows` reads. Raises FileError for read errors.

    CSV files of more than one batch are continued with Polars if it is installed.
    """
    numbered = iter(rows)
    yield from score_rows(added, rows.row_format, islice(numbered, BATCH), strict)
    if rows.lines_read < BATCH:
        return
    if isinstance(rows, CsvRows) and find_spec("polars"):
        from app.cli.score.polars_scoring import score_blocks

        yield from score_blocks(added, rows, blocks, strict)
    else:
        yield from score_rows(added, rows.row_format, numbered, strict)


def score_rows(
    added: AddedColumns, row_format: RowFormat, rows: Iterable[NumberedRow], strict: bool
) -> Iterator[ScoredBatch]:
    """Score rows; with `strict` up to the first error.

    Raises FileError after the rows before it.
    """
    for good, faults in _batches(rows, strict):
        yield ScoredBatch(_text(added, row_format, good).encode(), faults)


def _batches(
    rows: Iterable[NumberedRow], strict: bool
) -> Iterator[tuple[list[RatedRow], list[tuple[int, RowError]]]]:
    good: list[RatedRow] = []
    faults: list[tuple[int, RowError]] = []
    try:
        for line, row in rows:
            if isinstance(row, RatedRow):
                good.append(row)
            else:
                faults.append((line, row))
            if len(good) + len(faults) == BATCH or (strict and faults):
                yield good, faults
                good, faults = [], []
    except FileError:
        yield good, faults
        raise
    yield good, faults


def _text(added: AddedColumns, row_format: RowFormat, rows: Sequence[RatedRow]) -> str:
    if not rows:
        return ""
    levels = [
        [SKIPPED if (level := row.ratings.get(skill)) is None else level for skill in added.skills]
        for row in rows
    ]
    columns = [
        column if isinstance(column, list) else column.tolist()
        for column in added.of(np.array(levels, np.int8).T).values()
    ]
    return "".join(
        [
            row_format.format(row, cells)
            for row, cells in zip(rows, zip(*columns, strict=True), strict=True)
        ]
    )
