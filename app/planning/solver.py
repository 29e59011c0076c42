"""Interface to the HiGHS solver. The library is imported only when a model is solved."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import HighsLp


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint: the sum of coefficient x variable is at most a bound."""

    coefficients: Mapping[int, int]
    at_most: int


@dataclass(frozen=True, slots=True)
class Model:
    """A mixed integer program: maximise the sum of cost x variable.

    Variables run from 0 to 1. The first `whole` of them are integers.
    """

    costs: tuple[float, ...]
    whole: int
    rows: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits after which the search ends without proof.

    The limit of nodes gives the same answer on every machine and normally comes first. The limit of
    seconds is a safeguard for slow machines.
    """

    nodes: int = 2_000
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Solution:
    """The answer of the solver."""

    values: tuple[float, ...]
    """Values of the variables. Empty if no solution was found in time."""
    proven: bool
    """Whether the values are proven best."""
    bound: float
    """Upper bound of the objective for all solutions."""


def solve(model: Model, limits: Limits) -> Solution:
    """Solve a model with HiGHS on one thread and without a gap. Equal models give equal answers."""
    import highspy

    class SilentHighs(highspy.Highs):
        """HiGHS without callbacks, which would print a banner between the results on stdout."""

        def enableCallbacks(self) -> None:
            self.silent()

    highs = SilentHighs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    for name, value in _options(limits).items():
        highs.setOptionValue(name, value)
    highs.passModel(_as_lp(model))
    highs.run()
    solution = highs.getSolution()
    proven = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Solution(
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
    """Convert the model to HiGHS's own format, with the rows one after the other."""
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
