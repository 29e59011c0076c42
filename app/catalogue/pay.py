"""Pay by role, country and experience, with its source."""

from dataclasses import dataclass

from app.catalogue.faults import N_
from app.catalogue.tables import Table
from app.catalogue.text import Text

MAX_PEOPLE = 10**9
MAX_DOLLARS = 10**7
MIN_PEOPLE = 30
"""Pay is shown only for at least this many people."""


@dataclass(frozen=True, slots=True)
class PayCell:
    """Quartiles of yearly pay in US dollars, of `n` people.

    `scope` is "all", "US" or "non-US"; `experience` is "all", "EN", "MI", "SE" or "EX".
    """

    role: str
    scope: str
    experience: str
    years: str
    n: int
    p25: int
    median: int
    p75: int


@dataclass(frozen=True, slots=True)
class Pay:
    source: Text
    cells: tuple[PayCell, ...]


def read_pay(table: Table) -> Pay:
    """Return the content of pay.toml."""
    source = table.table("source")
    pay = Pay(source.text("text"), tuple(_cell(cell) for cell in table.tables("cells")))
    source.close()
    table.close()
    return pay


def _cell(table: Table) -> PayCell:
    role, scope, experience, years = (
        table.string(key) for key in ("role", "scope", "experience", "years")
    )
    p25, median, p75 = (table.integer(key, 1, MAX_DOLLARS) for key in ("p25", "median", "p75"))
    cell = PayCell(
        role, scope, experience, years, table.integer("n", 1, MAX_PEOPLE), p25, median, p75
    )
    if cell.n < MIN_PEOPLE:
        table.fault("n", N_("is under %(fewest)s people: leave this cell out"), fewest=MIN_PEOPLE)
    table.close()
    return cell
