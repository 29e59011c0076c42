"""Nodes and databases that die while people write, in short. `make faults` has the long form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.cluster import exhausted, filled, restarted
from tests.faults.frozen import frozen, frozen_pooled
from tests.faults.outcome import Outcome
from tests.faults.several import node_dies, node_stops, same_answer, workers_replaced
from tests.faults.standby import promoted

pytestmark = pytest.mark.verify

SHORT: dict[Callable[[Path, int], Outcome], int] = {
    node_dies: 2,
    node_stops: 1,
    workers_replaced: 2,
    same_answer: 40,
    restarted: 2,
    promoted: 100,
    exhausted: 2,
    filled: 1,
    frozen: 1,
    frozen_pooled: 1,
}
"""Each drill, and its size."""


@pytest.mark.parametrize("drill", SHORT, ids=lambda drill: drill.__name__)
def test_nothing_acknowledged_is_lost(
    drill: Callable[[Path, int], Outcome], tmp_path: Path
) -> None:
    outcome = drill(tmp_path, SHORT[drill])
    print(outcome.told(drill.__name__), outcome.notes)
    outcome.prove()
