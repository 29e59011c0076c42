"""From blocks of a file to blocks of results."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final

import numpy as np

from app.catalogue.model import Catalogue
from app.cli.bulk.added import Added
from app.cli.bulk.batch import Batch
from app.cli.bulk.csv_batches import CsvBatches
from app.cli.bulk.figures import Scorer
from app.cli.bulk.json_batches import JsonBatches
from app.cli.csv_rows import CsvRows
from app.cli.faults import FileError, RowError
from app.cli.json_rows import JsonRows
from app.cli.lines import Blocks

BLOCK: Final = 256 * 1024
"""Bytes: enough for NumPy to be quick, few enough to stay in a processor's cache."""
THREADS: Final = 2
"""NumPy lets others run while it works: one thread scores while another writes out figures."""
AHEAD: Final = 4
"""How many blocks may be under way."""

FREED_AT_ONCE: Final = 24 * 1024 * 1024
"""Bytes that are taken and given back before the first block: the C library then keeps as much for the next ones.

Without that every block's memory goes back to the system and is fetched anew, a fifth of the whole time.
"""

Scored = tuple[bytes, list[tuple[int, RowError]]]


def scored_blocks(
    catalogue: Catalogue, min_answered: float | None, rows: CsvRows | JsonRows, source: BinaryIO, strict: bool
) -> Iterator[Scored]:
    """The rows that are left in the source with their results, and the faults among them with their lines.

    With `strict` the rows after a fault are left out. Raises FileError where the file cannot be read on.
    """
    np.empty(FREED_AT_ONCE, np.uint8)
    scorer, added = Scorer(catalogue, min_answered), Added(catalogue, rows.shape)

    def scored(first: int, batch: Batch) -> Scored:
        held = batch.until(batch.faults[0][0]) if strict and batch.faults else batch
        texts, levels = held.rows()
        return added.after(texts, scorer.figures(levels)) if texts else b"", [(first + place, fault) for place, fault in held.faults]

    under_way: deque[Future[Scored]] = deque()
    end: FileError | None = None
    with ThreadPoolExecutor(THREADS) as threads:
        try:
            for first, batch in _batches(catalogue, rows, source):
                under_way.append(threads.submit(scored, first, batch))
                if len(under_way) == AHEAD:
                    yield under_way.popleft().result()
        except FileError as fault:
            end = fault  # the rows before it are still to be handed on
        while under_way:
            yield under_way.popleft().result()
    if end:
        raise end


def _batches(catalogue: Catalogue, rows: CsvRows | JsonRows, source: BinaryIO) -> Iterator[tuple[int, Batch]]:
    skills, blocks = tuple(catalogue.skill), Blocks(source, BLOCK)
    yield from CsvBatches(rows, skills, blocks) if isinstance(rows, CsvRows) else JsonBatches(rows, skills, blocks)
