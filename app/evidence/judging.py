"""A table judged: what each method says of rows that it has not seen, with intervals, beside the rivals."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from app.catalogue.evidence import Margin
from app.catalogue.model import Catalogue
from app.evidence.crossing import Method, Split, cross, learner
from app.evidence.forms import COMPARED, Evidence, Form, Simulated
from app.evidence.likelihood import Array
from app.evidence.margins import Stood, by_margin, stood
from app.evidence.metrics import DRAWS, MEASURES, Called, Figures, confusion, differences, figures
from app.evidence.table import Table
from app.evidence.whole import among, order, points, whole
from app.scoring.profiles import profiles

OURS: Final = "orienteer"


@dataclass(frozen=True, eq=False, slots=True)
class Judgement:
    """One table: figures by method, what our match called the rows of each role (a mean over repetitions), and how margins bear out."""

    rows: int
    roles: tuple[int, ...]
    methods: Mapping[str, Figures]
    less: Mapping[str, Figures]
    """Our figures less each rival's, on the same resamples."""
    confusion: Array
    too_close: float
    margins: tuple[Margin, ...]


def cross_judged(
    evidence: Evidence,
    name: str,
    split: Split,
    ours: Form,
    rivals: Mapping[str, Method],
    simulated: Simulated,
    draws: int = DRAWS,
) -> Judgement:
    """The table of that name ("postings" or "people") by cross-validation, each method learning from the other folds alone."""
    table = evidence.table(name)
    methods = {OURS: learner(evidence, name, partial(_seeing, ours, simulated)), **rivals}
    called = {method: cross(table, split, of) for method, of in methods.items()}
    found = Stood(
        np.empty(len(table), np.int64), np.empty(len(table)), np.empty(len(table), np.bool_)
    )
    for test in split.first():
        rows = whole(ours(evidence.seeing(name, table.where(~test)), simulated))
        part = stood(rows, table.where(test), table.roles, evidence.catalogue.scale)
        found.first[test], found.clearness[test], found.too_close[test] = (
            part.first,
            part.clearness,
            part.too_close,
        )
    return _judgement(evidence.catalogue, table, called, found, draws)


def judged_as_it_stands(
    catalogue: Catalogue,
    table: Table,
    seen: Table | None,
    rivals: Mapping[str, Method],
    draws: int = DRAWS,
) -> Judgement:
    """The catalogue's own coefficients on the table, whole, beside rivals that learned from the rows `seen`."""
    rows = np.array(profiles(catalogue).coefficients)
    methods = {OURS: among(table.roles, points(rows, table.levels))}
    if seen is not None:
        methods |= {name: among(table.roles, of(seen, table)) for name, of in rivals.items()}
    found = stood(rows, table, table.roles, catalogue.scale)
    return _judgement(
        catalogue, table, {name: _called(scores) for name, scores in methods.items()}, found, draws
    )


def forms_compared(
    evidence: Evidence, name: str, split: Split, simulated: Simulated
) -> Mapping[str, Mapping[str, float]]:
    """Every form of profile on the same folds: its measures."""
    table = evidence.table(name)
    each = np.ones(len(table))
    called = {
        form: cross(table, split, learner(evidence, name, partial(_seeing, of, simulated)))
        for form, of in COMPARED.items()
    }
    return {
        form: {measure: float(of(table.role, said, each)) for measure, of in MEASURES.items()}
        for form, said in called.items()
    }


def _seeing(form: Form, simulated: Simulated, evidence: Evidence) -> Array:
    return form(evidence, simulated)


def _judgement(
    catalogue: Catalogue, table: Table, called: Mapping[str, Called], found: Stood, draws: int
) -> Judgement:
    ours = called[OURS]
    return Judgement(
        rows=len(table),
        roles=table.roles,
        methods={name: figures(table.role, said, draws) for name, said in called.items()},
        less={
            name: differences(table.role, ours, said, draws)
            for name, said in called.items()
            if name != OURS
        },
        confusion=confusion(table.role, ours, len(catalogue.roles)),
        too_close=float(found.too_close.mean()),
        margins=by_margin(table.role, found),
    )


def _called(scores: Array) -> Called:
    best = order(scores)
    return Called(best[:, 0][None], best[:, 1][None])
