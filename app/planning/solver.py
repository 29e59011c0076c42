"""The door to HiGHS: a model of whole numbers in, values and proof out. The library is imported only when something is to be solved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import HighsLp


@dataclass(frozen=True, slots=True)
class Row:
    """Sum of coefficient x variable, at most a bound."""

    coefficients: Mapping[int, int]
    at_most: int


@dataclass(frozen=True, slots=True)
class Model:
    """Maximise the sum of cost x variable; variables run from 0 to 1, the first `whole` of them are 0 or 1."""

    costs: tuple[float, ...]
    whole: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where the search ends unproven. Nodes are the same on every machine and come first; seconds guard against a machine that is stuck."""

    nodes: int = 2_000
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """The variables' values, none where no solution was found in time; whether they are proven best; what no solution can exceed."""

    values: tuple[float, ...]
    proven: bool
    bound: float


def solve(model: Model, limits: Limits) -> Answer:
    """The best values of a model, by HiGHS on one thread with no gap allowed: the same model gives the same answer."""
    import highspy

    class Quiet(highspy.Highs):
        """HiGHS greets on standard output as soon as its callbacks are on, where our results go; none is needed."""

        def enableCallbacks(self) -> None:  # noqa: N802 (HiGHS's name)
            self.silent()

    highs = Quiet()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    for name, value in _options(limits).items():
        highs.setOptionValue(name, value)
    highs.passModel(_as_lp(model))
    highs.run()
    solution = highs.getSolution()
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Answer(
        tuple(solution.col_value) if solution.value_valid else (),
        proven,
        highs.getInfo().mip_dual_bound,
    )


def _options(limits: Limits) -> dict[str, bool | int | float | str]:
    return {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_max_nodes": limits.nodes,
        "time_limit": limits.seconds,
    }


def _as_lp(model: Model) -> "HighsLp":
    """The model in HiGHS's own form: costs to be least, rows one after the other."""
    import highspy
    import numpy as np

    columns, rows = len(model.costs), len(model.rows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(model.costs)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = (
        np.full(rows, -highspy.kHighsInf),
        np.array([float(row.at_most) for row in model.rows]),
    )
    kinds = highspy.HighsVarType
    lp.integrality_ = [kinds.kInteger] * model.whole + [kinds.kContinuous] * (columns - model.whole)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.coefficients) for row in model.rows)])
    lp.a_matrix_.index_ = np.array([column for row in model.rows for column in row.coefficients])
    lp.a_matrix_.value_ = np.array(
        [float(value) for row in model.rows for value in row.coefficients.values()]
    )
    return lp
