"""Score large CSV files: Polars reads and writes simple blocks, Python's csv all others."""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import polars as pl

from app.catalogue.model import LEVELS
from app.cli.ratings.csv_rows import CsvRows, csv_reader
from app.cli.ratings.lines import Blocks, text_lines
from app.cli.score.batches import NumberedRow, ScoredBatch, score_rows
from app.cli.score.result_columns import AddedColumns, Column
from app.cli.score.scorer import SKIPPED

BLOCK: Final = 1024 * 1024
"""Bytes that are read at once."""
BATCH: Final = 10_000
"""Rows that are scored and written at once: bounds memory where lines are short."""

LEVEL: Final = pl.Enum([str(level) for level in LEVELS])
QUOTED_FIELD: Final = re.compile(rb'(?<![^,\n])"[^"\r\n]+"(?![^,\n])')


def score_blocks(
    added: AddedColumns, rows: CsvRows, blocks: Blocks, strict: bool
) -> Iterator[ScoredBatch]:
    """Score the lines after those that `rows` has read, as `score_rows` does."""
    line = rows.lines_read
    while block := blocks.read(BLOCK):
        frame = _frame(block.replace(b"\r\n", b"\n"), rows)
        if frame is None:
            blocks.unread(block)
            reader = csv_reader(text_lines(blocks, line))
            yield from score_rows(
                added, rows.row_format, _while_unread(rows.rows(reader, line), blocks), strict
            )
            line += reader.line_num
        else:
            line += len(frame)
            for people in frame.iter_slices(BATCH):
                yield ScoredBatch(_text(added, people, rows), ())


def _while_unread(rows: Iterator[NumberedRow], blocks: Blocks) -> Iterator[NumberedRow]:
    """Yield the rows of the block that was put back. The last one may continue after it."""
    for row in rows:
        yield row
        if not blocks.has_unread:
            return


def _frame(block: bytes, rows: CsvRows) -> pl.DataFrame | None:
    """Return the block's rows, or None if csv may read it differently or a level is wrong."""
    width = len(rows.names)
    if not _is_plain(block, width):
        return None
    try:
        frame = pl.read_csv(
            block, has_header=False, schema={str(place): pl.String() for place in range(width)}
        )
        return frame.with_columns(pl.col(_level_columns(rows)).cast(LEVEL))
    except pl.exceptions.PolarsError:
        return None


def _level_columns(rows: CsvRows) -> list[str]:
    return [str(place) for place, _ in rows.places]


def _is_plain(block: bytes, width: int) -> bool:
    """Return whether each line has `width` short fields, and quotes enclose whole fields."""
    bare = QUOTED_FIELD.sub(b"x", block) if b'"' in block else block
    lines = bare.removesuffix(b"\n").split(b"\n")
    longest = max(map(len, block.split(b"\n") if bare is not block else lines))
    return (
        b'"' not in bare
        and b"\r" not in bare
        and b"" not in lines
        and longest <= csv.field_size_limit()
        and all(line.count(b",") == width - 1 for line in lines)
    )


def _text(added: AddedColumns, frame: pl.DataFrame, rows: CsvRows) -> bytes:
    levels = np.full((len(added.skills), len(frame)), SKIPPED, np.int8)
    given = frame.select(
        pl.col(_level_columns(rows)).to_physical().cast(pl.Int8).fill_null(SKIPPED)
    )
    levels[[added.skills.index(skill) for _, skill in rows.places]] = given.to_numpy().T
    text = io.BytesIO()
    columns = [_series(name, column) for name, column in added.of(levels).items()]
    frame.with_columns(columns).write_csv(text, include_header=False, float_scientific=False)
    return text.getvalue()


def _series(name: str, column: Column) -> pl.Series:
    """Return the column with null for "", which Polars would write as two quotes."""
    return pl.Series(
        name, [text or None for text in column] if isinstance(column, list) else column
    )
