"""Slow and vanished clients, lost responses, and requests that arrive together or out of order."""

from pathlib import Path

import pytest

from tests.faults.overtaken import overtaken
from tests.faults.replies import pressed_at_once, replies_lost
from tests.faults.slow import slow_clients

pytestmark = pytest.mark.verify


def test_slow_and_idle_clients_hold_up_nobody_and_half_a_request_keeps_nothing(
    tmp_path: Path,
) -> None:
    slow_clients(tmp_path, idle=200, slow=8, more=50).prove()


def test_a_lost_reply_is_harmless(tmp_path: Path) -> None:
    replies_lost(tmp_path, answers=100).prove()


def test_twenty_presses_at_once_make_one_result_and_one_assessment(tmp_path: Path) -> None:
    pressed_at_once(tmp_path, times=1).prove()


def test_an_older_answer_never_wins_over_a_newer_one_whichever_arrives_first(
    tmp_path: Path,
) -> None:
    overtaken(tmp_path, times=40).prove()
