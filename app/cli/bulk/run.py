"""Choose how the rows of a file are scored."""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice

from app.catalogue.model import Catalogue
from app.cli.bulk.added import AddedColumns
from app.cli.bulk.row_scoring import BATCH, Scored, score_rows
from app.cli.csv_rows import CsvRows
from app.cli.json_rows import JsonRows
from app.cli.lines import Blocks


def scored(
    catalogue: Catalogue,
    min_answered: float | None,
    rows: CsvRows | JsonRows,
    blocks: Blocks,
    strict: bool,
) -> Iterator[Scored]:
    """Score all rows. `blocks` is the file that `rows` reads. Raises FileError where it cannot be read on.

    A CSV file of more than one batch goes on with Polars where that is installed.
    """
    added = AddedColumns(catalogue, min_answered)
    numbered = iter(rows)
    yield from score_rows(added, rows.shape, islice(numbered, BATCH), strict)
    if rows.lines_read < BATCH:
        return
    if isinstance(rows, CsvRows) and find_spec("polars"):
        from app.cli.bulk.polars_scoring import score_blocks

        yield from score_blocks(added, rows, blocks, strict)
    else:
        yield from score_rows(added, rows.shape, numbered, strict)
