"""The method page's tables of chances: predicted against what simulated people answered again."""

from dataclasses import dataclass

from app.catalogue.evidence import FORMS, Repetition, Simulation


@dataclass(frozen=True, slots=True)
class ChanceRow:
    """Simulated people whose chance is from `above` to `bin.up_to`, 0 to 1."""

    above: float
    bin: Repetition


@dataclass(frozen=True, slots=True)
class ChanceTable:
    """The bins of one form, FULL or SHORT, lowest chance first."""

    form: str
    rows: tuple[ChanceRow, ...]


def chance_tables(simulation: Simulation) -> tuple[ChanceTable, ...]:
    """Return a table for each form that was simulated, the full one first."""
    tables = (ChanceTable(form, _rows(form, simulation)) for form in FORMS)
    return tuple(table for table in tables if table.rows)


def _rows(form: str, simulation: Simulation) -> tuple[ChanceRow, ...]:
    bins = [each for each in simulation.repetitions if each.form == form]
    starts = [0.0, *(each.up_to for each in bins)]
    return tuple(ChanceRow(above, each) for above, each in zip(starts, bins, strict=False))
