"""The states of a step: an undo restores exactly what was before."""

from itertools import product

import pytest

from app.storage.plans import StepProgress, StepState

STATES: tuple[StepState, ...] = ("open", "begun", "done")
MOVES: dict[tuple[StepState, StepState, StepState], tuple[StepState, StepState]] = {
    ("open", "open", "open"): ("open", "open"),
    ("open", "open", "begun"): ("begun", "open"),
    ("open", "open", "done"): ("done", "open"),
    ("begun", "open", "open"): ("open", "open"),
    ("begun", "open", "begun"): ("begun", "open"),
    ("begun", "open", "done"): ("done", "begun"),
    ("done", "open", "open"): ("open", "open"),
    ("done", "open", "begun"): ("begun", "open"),
    ("done", "open", "done"): ("done", "open"),
    ("done", "begun", "open"): ("begun", "open"),
    ("done", "begun", "begun"): ("begun", "open"),
    ("done", "begun", "done"): ("done", "begun"),
}
"""State, earlier state and target state → new state and earlier state."""


@pytest.mark.parametrize("note", ["", "첫 줄\nmine"])
@pytest.mark.parametrize(("state", "earlier", "to"), MOVES)
def test_every_move(state: StepState, earlier: StepState, to: StepState, note: str) -> None:
    after, before = MOVES[state, earlier, to]
    assert StepProgress(state, note, earlier).moved(to) == StepProgress(after, note, before)


@pytest.mark.parametrize("state", ["open", "begun"])
@pytest.mark.parametrize("presses", [1, 2, 3])
def test_undoing_once_restores_the_state_before_done(state: StepState, presses: int) -> None:
    first = found = StepProgress(state, "mine")
    for _ in range(presses):
        found = found.moved("done")
    assert found.moved("open") == first


@pytest.mark.parametrize("moves", list(product(STATES, repeat=4)))
def test_only_a_done_step_has_an_earlier_state(moves: tuple[StepState, ...]) -> None:
    """So the database accepts the result of any sequence of moves."""
    found = StepProgress()
    for to in moves:
        found = found.moved(to)
        assert found.earlier == "open" or (found.state, found.earlier) == ("done", "begun")
