"""The disk at an acknowledgement and at a power failure, and disks that take no writes."""

from pathlib import Path

import pytest

from tests.faults.full import disk_full, disk_read_only
from tests.faults.power import power_lost
from tests.faults.syncs import synced

pytestmark = pytest.mark.verify


def test_an_answer_is_acknowledged_only_after_it_is_on_the_disk(tmp_path: Path) -> None:
    synced(tmp_path, areas=1).prove()


def test_after_a_power_failure_the_app_opens_with_every_acknowledged_answer(tmp_path: Path) -> None:
    power_lost(tmp_path, disks=20, answers=100).prove()


def test_a_full_disk_never_lies_and_the_server_goes_on_once_there_is_room(tmp_path: Path) -> None:
    disk_full(tmp_path, saves=40).prove()


def test_a_read_only_disk_never_lies_and_the_server_goes_on_once_it_is_mended(
    tmp_path: Path,
) -> None:
    disk_read_only(tmp_path, saves=40).prove()
