"""The added cells of many rows as bytes, letter for letter what one row at a time would get."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.catalogue.model import Catalogue
from app.cli.bulk.figures import Figures, Floats
from app.cli.bulk.shortest import WIDTH, shortest
from app.cli.rows import Shape
from app.scoring.profiles import profiles

Bytes = NDArray[np.bytes_]

WORDS: Final = 3
"""Cells that are text: status, closest, second."""


class Added:
    """What stands behind each row of one catalogue in one format."""

    def __init__(self, catalogue: Catalogue, shape: Shape) -> None:
        numbers = profiles(catalogue)
        self._roles = numbers.roles
        self._shape = shape
        self._calls: dict[int, bytes] = {}
        stages = [stage for stages in numbers.stages for stage in stages]
        self._readiness = [np.array([repr(met / stage.whole) for met in range(stage.whole + 1)], "S") for stage in stages]
        self._answered = np.array([str(count) for count in range(len(numbers.skills) + 1)], "S")
        self._row = self._blank_row()

    def _blank_row(self) -> NDArray[np.void]:
        """One row of the numbers' cells: for each what leads to it and its place, and the end."""
        figures, answered = np.dtype(f"S{WIDTH}"), self._answered.dtype
        kinds = [figures, figures, answered, *[figures] * len(self._roles), *[table.dtype for table in self._readiness]]
        leads = [lead.encode() for lead in self._shape.leads[WORDS:]]
        fields = [
            (f"{name}{n}", kind)
            for n, pair in enumerate(zip(leads, kinds, strict=True))
            for name, kind in (("lead", f"S{len(pair[0])}"), ("cell", pair[1]))
        ]
        end = self._shape.end.encode()
        row = np.zeros(1, np.dtype([*fields, ("end", f"S{len(end)}")]))
        for n, lead in enumerate(leads):
            row[f"lead{n}"] = lead
        row["end"] = end
        return row

    def after(self, texts: Sequence[bytes], figures: Figures) -> bytes:
        """The texts, each with its cells behind it."""
        numbers = self._numbers(figures).tobytes().translate(None, b"\0").splitlines(keepends=True)
        pieces: list[bytes] = [b""] * (3 * len(texts))
        pieces[::3], pieces[1::3], pieces[2::3] = texts, self._words(figures), numbers
        return b"".join(pieces)

    def _numbers(self, figures: Figures) -> NDArray[np.void]:
        """The cells that are numbers, each in a place of fixed width: bytes that it leaves free are 0."""
        rows = np.repeat(self._row, len(figures.margin))
        for n, cells in enumerate(self._cells(figures)):
            rows[f"cell{n}"] = cells
        return rows

    def _cells(self, figures: Figures) -> Iterator[Bytes]:
        yield _shortest(figures.margin)
        yield _shortest(figures.margin_se)
        yield self._answered[figures.answered]
        yield from map(_shortest, figures.match)
        yield from (table[met] for table, met in zip(self._readiness, figures.met, strict=True))

    def _words(self, figures: Figures) -> list[bytes]:
        """Status, closest and second, which are few together."""
        roles = len(self._roles)
        codes = np.zeros(len(figures.margin), np.int64)
        for rank, close in zip(figures.ranks, figures.too_close, strict=True):
            codes = codes * (2 * roles) + 2 * rank + close
        codes[~figures.enough] = -1
        known = self._calls
        given = codes.tolist()
        for code in set(given) - known.keys():
            place = given.index(code)
            known[code] = self._call(figures.ranks[:, place].tolist(), figures.too_close[:, place].tolist(), code >= 0)
        return [known[code] for code in given]

    def _call(self, ranks: list[int], close: list[bool], enough: bool) -> bytes:
        order = sorted(range(len(ranks)), key=ranks.__getitem__)
        named = [self._roles[place] for place in order if ranks[place] == 0 or close[place]]
        cells = ("too_close" if any(close) else "ranked", " ".join(named), self._roles[order[1]]) if enough else ("not_enough", "", "")
        return "".join(lead + self._shape.shown(cell) for lead, cell in zip(self._shape.leads[:WORDS], cells, strict=True)).encode()


def _shortest(values: Floats) -> Bytes:
    return shortest(values).view(f"S{WIDTH}")[:, 0]
