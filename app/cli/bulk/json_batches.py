"""Lines of JSON by the block, each read by itself, as JsonRows reads it."""

from collections.abc import Iterator, Sequence

import numpy as np

from app.cli.bulk.batch import Batch
from app.cli.bulk.figures import SKIP
from app.cli.faults import RowError
from app.cli.json_rows import JsonRows
from app.cli.lines import Blocks, text_lines


class JsonBatches:
    """The rows of a JSONL file after its first ones."""

    def __init__(self, rows: JsonRows, skills: Sequence[str], blocks: Blocks) -> None:
        self._rows, self._skills, self._blocks = rows, skills, blocks
        self.lines_read = rows.lines_read

    def __iter__(self) -> Iterator[tuple[int, Batch]]:
        """Each batch and the number of its first line. Raises FileError where the file cannot be read on."""
        while block := self._blocks.next_block():
            lines = block.removesuffix(b"\n").split(b"\n")
            first, self.lines_read = self.lines_read + 1, self.lines_read + len(lines)
            yield first, self._batch(lines)
        next(text_lines(self._blocks, self.lines_read), None)  # says what is wrong with a line before which the blocks end

    def _batch(self, lines: list[bytes]) -> Batch:
        batch = Batch(lines, np.full((len(self._skills), len(lines)), SKIP, np.int8), np.zeros(len(lines), np.bool_), [])
        for place, line in enumerate(lines):
            row = self._rows.read(line.decode())
            if isinstance(row, RowError):
                batch.faults.append((place, row))
            elif row:
                batch.put(place, row, self._skills)
        return batch
