"""The chart of pay: what the middle half of each role's people earn, in per cent of its width."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue
from app.catalogue.pay import Pay, PayCell
from app.catalogue.text import Text

TICK_DOLLARS = 50_000


@dataclass(frozen=True, slots=True)
class PayBar:
    """A bar from the first to the third quartile, with a mark at the median."""

    cell: PayCell
    x: float
    width: float
    median: float


@dataclass(frozen=True, slots=True)
class PayRow:
    """A role's bars: the United States first, then all other countries, as far as published."""

    role: str
    name: Text
    bars: tuple[PayBar, ...]


@dataclass(frozen=True, slots=True)
class PayChart:
    rows: tuple[PayRow, ...]
    ticks: tuple[tuple[int, float], ...]
    """Thousands of dollars, and their places."""


def pay_chart(catalogue: Catalogue, pay: Pay) -> PayChart:
    """Return a row for each role with pay for all levels of experience. Figures are US dollars."""
    cells = [
        cell for cell in pay.cells if cell.experience == "all" and cell.scope in {"US", "non-US"}
    ]
    if not cells:
        return PayChart((), ())
    end = -(-max(cell.p75 for cell in cells) // TICK_DOLLARS) * TICK_DOLLARS

    def place(dollars: int) -> float:
        return round(dollars * 100 / end, 2)

    rows = []
    for role in catalogue.roles:
        bars = tuple(
            PayBar(cell, place(cell.p25), place(cell.p75 - cell.p25), place(cell.median))
            for cell in sorted(cells, key=lambda cell: cell.scope != "US")
            if cell.role == role.id
        )
        if bars:
            rows.append(PayRow(role.id, role.name, bars))
    ticks = tuple((dollars // 1000, place(dollars)) for dollars in range(0, end + 1, TICK_DOLLARS))
    return PayChart(tuple(rows), ticks)
