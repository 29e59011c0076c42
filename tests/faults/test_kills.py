"""Processes that are killed while people write."""

from pathlib import Path

import pytest

from tests.faults.kills import killed

pytestmark = pytest.mark.verify


def test_no_acknowledged_answer_is_lost_when_the_server_or_its_worker_is_killed(
    tmp_path: Path,
) -> None:
    killed(tmp_path, rounds=6, enough=300).prove()
