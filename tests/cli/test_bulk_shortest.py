"""Floats written by the thousand are letter for letter what Python's repr writes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.bulk.shortest import shortest

QUOTIENTS = st.builds(lambda a, b: a / b, st.integers(0, 2**31 * 37), st.integers(1, 40_000_000))
DYADICS = st.builds(lambda a, b: a / 2.0**b, st.integers(0, 2**24), st.integers(0, 40))
DECIMALS = st.builds(lambda a, b: a / 10.0**b, st.integers(0, 10**17), st.integers(10, 22))


def written(values: list[float]) -> list[str]:
    return [bytes(row).replace(b"\0", b"").decode() for row in shortest(np.array(values, np.float64))]


@given(st.lists(st.one_of(st.floats(), st.floats(0, 10), QUOTIENTS, DYADICS, DECIMALS), max_size=50))
def test_every_float_is_written_as_python_writes_it(values):
    assert written(values) == [repr(value) for value in values]


@pytest.mark.parametrize("start", [5e-324, 1e-5, 1e-4, 0.001, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 1e16, 1e22])
def test_so_are_the_neighbours_of_the_limits(start):
    values = np.arange(-300, 301) + np.float64(start).view(np.int64)
    neighbours = values[values >= 0].view(np.float64).tolist()
    assert written(neighbours) == [repr(value) for value in neighbours]


def test_so_are_the_shares_that_readiness_has():
    values = [met / whole for whole in range(1, 400) for met in range(whole + 1)]
    assert written(values) == [repr(value) for value in values]


def test_a_decimal_halfway_between_two_of_17_digits_goes_to_the_even_one():
    assert written([1.00000762939453125, 1.00002288818359375]) == ["1.0000076293945312", "1.0000228881835938"]
