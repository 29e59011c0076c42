"""A clock that jumps forward and back while people write."""

from pathlib import Path

import pytest

from tests.faults.clock import clock_jumped

pytestmark = pytest.mark.verify


def test_nothing_is_lost_when_the_clock_jumps_and_a_page_open_for_a_month_is_saved(
    tmp_path: Path,
) -> None:
    clock_jumped(tmp_path, times=1, more=20).prove()
