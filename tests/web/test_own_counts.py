"""What is counted in this process: right numbers, no thread for each of them, and nothing that is held for ever."""

import time
from itertools import count
from threading import enumerate as threads

import pytest

from app.web import own_counts
from app.web.own_counts import OwnCounts


def test_as_many_are_counted_as_came_and_those_that_are_over_begin_anew() -> None:
    counts = OwnCounts()
    assert [counts.incr("house", 60) for _ in range(3)] == [1, 2, 3]
    assert [counts.incr("over", -1) for _ in range(3)] == [1, 1, 1]


def test_counting_begins_no_thread() -> None:
    counts = OwnCounts()
    time.sleep(0.05)  # the library begins one when it is made, for a hundredth of a second
    before = {*threads()}
    counts.incr("house", 60)
    assert {*threads()} <= before


def test_what_is_over_is_let_go_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_counts.time, "monotonic", count(0, own_counts.LOOK_SECONDS // 4).__next__)
    counts, held = OwnCounts(), list[int]()
    for place in range(6):
        counts.incr(f"over {place}", -1)
        held.append(len(counts.expirations))
    assert held == [1, 2, 3, 1, 2, 3]
    counts.incr("house", 60)
    assert "house" in counts.expirations
