"""Scoring of rows that Python has read, in batches."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from app.cli.bulk.added import AddedColumns
from app.cli.bulk.scorer import SKIP
from app.cli.faults import FileError, RowError
from app.cli.rows import Row, Shape

BATCH: Final = 2000
"""Rows that are scored together."""

Numbered = tuple[int, Row | RowError]
"""A row, or what is wrong with it, and its line."""


class Scored(NamedTuple):
    """Rows as they are written, as UTF-8, and what is wrong with others, each with its line."""

    text: bytes
    faults: Sequence[tuple[int, RowError]]


def score_rows(
    added: AddedColumns, shape: Shape, rows: Iterable[Numbered], strict: bool
) -> Iterator[Scored]:
    """Score the rows; with `strict` up to the first fault. A FileError is raised after the rows before it."""
    for good, faults in _batches(rows, strict):
        yield Scored(_text(added, shape, good).encode(), faults)


def _batches(
    rows: Iterable[Numbered], strict: bool
) -> Iterator[tuple[list[Row], list[tuple[int, RowError]]]]:
    good: list[Row] = []
    faults: list[tuple[int, RowError]] = []
    try:
        for line, row in rows:
            if isinstance(row, Row):
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


def _text(added: AddedColumns, shape: Shape, rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    levels = [
        [SKIP if (level := row.ratings.get(skill)) is None else level for skill in added.skills]
        for row in rows
    ]
    columns = [
        column if isinstance(column, list) else column.tolist()
        for column in added.of(np.array(levels, np.int8).T).values()
    ]
    return "".join(
        [
            shape.written(row, cells)
            for row, cells in zip(rows, zip(*columns, strict=True), strict=True)
        ]
    )
