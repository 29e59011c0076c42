"""CSV by the block. Plain lines are read all at once; every other one is read by itself, as CsvRows reads it."""

import csv
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import TOP_LEVEL
from app.cli.bulk.batch import Batch
from app.cli.bulk.figures import SKIP, Levels
from app.cli.csv_rows import CsvRows, reader_of
from app.cli.faults import FileError, RowError
from app.cli.lines import Blocks, text_lines

Letters = NDArray[np.uint8]
Places = NDArray[np.intp]
Which = NDArray[np.bool_]

COMMA, END, QUOTE, RETURN, ZERO = b',\n"\r0'
WRONG: Final = SKIP - 1
EMPTY, ONE_LETTER = 1, 2
"""Bytes from the end of one field to the end of the next."""


class CsvBatches:
    """The rows of a CSV file after its first ones."""

    def __init__(self, rows: CsvRows, skills: Sequence[str], blocks: Blocks) -> None:
        self._rows, self._skills, self._blocks = rows, skills, blocks
        self._columns = len(rows.names)
        self._places = np.array([place for place, _ in rows.places])
        self._order = np.array([skills.index(skill) for _, skill in rows.places])
        self.lines_read = rows.lines_read

    def __iter__(self) -> Iterator[tuple[int, Batch]]:
        """Each batch and the number of its first line. Raises FileError where the file cannot be read on."""
        while block := self._blocks.next_block():
            first = self.lines_read + 1
            batch, fault = self._batch(block)
            yield first, batch
            if fault:
                raise fault
        next(text_lines(self._blocks, self.lines_read), None)  # says what is wrong with a line before which the blocks end

    def _batch(self, block: bytes) -> tuple[Batch, FileError | None]:
        whole = block if block.endswith(b"\n") else block + b"\n"
        unix = whole.replace(b"\r\n", b"\n") if b"\r" in whole else whole
        texts = unix.split(b"\n")
        texts.pop()
        good, levels = self._plain(np.frombuffer(unix, np.uint8), len(texts))
        before, self.lines_read = self.lines_read, self.lines_read + len(texts)
        batch = Batch(texts, levels, good, [])
        return batch, None if good.all() else self._with_care(batch, whole.split(b"\n"), before)

    def _plain(self, letters: Letters, count: int) -> tuple[Which, Levels]:
        """Which of the lines are plain and have good fields, and all lines' levels, those of the others being of no use."""
        ends = np.flatnonzero((letters == COMMA) | (letters == END))
        line_ends = ends[self._columns - 1 :: self._columns]
        good, cells = np.ones(count, np.bool_), _cells(letters, ends)
        if len(ends) != count * self._columns or (letters[line_ends] != END).any():
            last = np.flatnonzero(letters[ends] == END)
            line_ends = ends[last]
            fields = np.diff(last, prepend=-1)
            good = fields == self._columns
            cells = cells[np.repeat(good, fields)]
        chosen = np.ascontiguousarray(cells.reshape(-1, self._columns).T)[self._places]
        if not good.all():
            spread = np.full((len(chosen), count), SKIP, np.int8)
            spread[:, good] = chosen
            chosen = spread
        levels = np.full((len(self._skills), count), SKIP, np.int8)
        levels[self._order] = chosen
        good &= (chosen != WRONG).all(axis=0)
        lengths = np.diff(line_ends, prepend=-1)
        good &= lengths <= csv.field_size_limit()
        if self._columns == 1:
            good &= lengths > 1  # an empty line is no row
        strange = np.flatnonzero((letters == QUOTE) | (letters == RETURN))
        good[np.searchsorted(line_ends, strange)] = False
        return good, levels

    def _with_care(self, batch: Batch, lines: list[bytes], before: int) -> FileError | None:
        """Read each line that is not plain by itself, and the lines that it goes on in. Returns why the file cannot be read on."""
        free = 0
        for place in np.flatnonzero(~batch.good).tolist():
            if place < free:
                continue
            here = (lines[line].decode() + "\n" for line in range(place, len(batch.texts)))
            reader = reader_of(chain(here, text_lines(self._blocks, self.lines_read)))
            try:
                row = self._rows.read(reader)
            except FileError as fault:
                batch.good[place:] = False
                return fault
            free = place + reader.line_num
            batch.good[place:free] = False
            self.lines_read = max(self.lines_read, before + free)
            if isinstance(row, RowError):
                batch.faults.append((place, row))
            elif row:
                batch.put(place, row, self._skills)
        return None


def _cells(letters: Letters, ends: Places) -> Levels:
    """Each field as a level, SKIP where it is empty and WRONG where it is something else."""
    digits = letters[ends - 1] - np.uint8(ZERO)
    lengths = np.diff(ends, prepend=-1)
    otherwise = np.where(lengths == EMPTY, np.int8(SKIP), np.int8(WRONG))
    return np.where((digits <= TOP_LEVEL) & (lengths == ONE_LETTER), digits.view(np.int8), otherwise)
