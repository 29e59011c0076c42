"""systemd accepts the units and rates them as secure, and their commands work."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from app.cli.server import STOP_SECONDS
from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine
from tests.deploy.places import BIN, DEPLOY, program
from tests.server.behind import opened
from tests.support.ports import free_port
from tests.support.process_output import first_line

UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
MOST_EXPOSED = 20
"""Tenths of systemd's rating: below 2 of 10 it says "OK"."""


def placed(folder: Path) -> Path:
    """The units with this environment's program, because systemd checks that it exists."""
    for unit in UNITS:
        (folder / unit.name).write_text(
            unit.read_text().replace("/opt/orienteer/.venv/bin", str(BIN))
        )
    return folder


def setting(unit: Path, name: str) -> list[str]:
    return [
        line.partition("=")[2]
        for line in unit.read_text().splitlines()
        if line.startswith(f"{name}=")
    ]


def command(unit: Path, **given: str) -> list[str]:
    """Return what a unit's ExecStart runs, as systemd reads it: a shell's text, or words."""
    line = (
        setting(unit, "ExecStart")[0]
        .replace("/opt/orienteer/.venv/bin", str(BIN))
        .replace("$$", "$")
    )
    for old, new in given.items():
        line = line.replace(f"%{old}", new)
    line = line.replace("%%", "%")
    shell = re.fullmatch(r"(/bin/sh) (-\w+) '(.*)'", line)
    return list(shell.groups()) if shell else line.split()


@pytest.mark.parametrize("name", [unit.name.replace("@.", "@8001.") for unit in UNITS])
def test_systemd_finds_no_fault(tmp_path: Path, name: str) -> None:
    unit = placed(tmp_path) / name
    verified = subprocess.run(
        [program("systemd-analyze"), "verify", "--man=no", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in verified.stderr.splitlines() if "orienteer" in line]
    assert (verified.returncode, ours) == (0, [])


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_little_is_open_to_a_service(unit: Path) -> None:
    told = subprocess.run(
        [
            program("systemd-analyze"),
            "security",
            "--offline=true",
            f"--threshold={MOST_EXPOSED}",
            unit,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-2000:]


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_each_runs_as_its_own_user_with_the_places_of_the_book(unit: Path) -> None:
    is_node = unit.name.startswith(("orienteer.", "orienteer@"))
    past_the_pooler = [] if is_node else ["-/etc/orienteer/direct.env"]
    assert (setting(unit, "User"), setting(unit, "EnvironmentFile")) == (
        ["orienteer"],
        ["/etc/orienteer/orienteer.env", *past_the_pooler],
    )
    assert setting(unit, "Environment") == ["ORIENTEER_INSTANCE=/var/lib/orienteer"]


@pytest.mark.parametrize(
    "unit", [unit for unit in SERVICES if setting(unit, "Restart")], ids=lambda unit: unit.name
)
def test_a_stop_has_the_time_that_the_server_may_take(unit: Path) -> None:
    assert setting(unit, "KillMode") == ["mixed"]
    assert int(setting(unit, "TimeoutStopSec")[0]) > STOP_SECONDS


def test_a_nodes_metrics_are_at_its_port_and_1100(tmp_path: Path) -> None:
    port = free_port()
    while port > 64000:
        port = free_port()
    given = [
        each.replace("--workers 2 --max-requests 100000", "")
        for each in command(DEPLOY / "systemd" / "orienteer@.service", i=str(port))
    ]
    environment = os.environ | {"ORIENTEER_INSTANCE": str(tmp_path)}
    with subprocess.Popen(
        given, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as node:
        try:
            assert f":{port}" in first_line(node)
            assert (
                "orienteer_worker_starts_total 1.0"
                in opened(f"http://127.0.0.1:{port + 1100}/metrics")[2]
            )
        finally:
            node.terminate()


def test_each_night_has_a_backup_and_the_newest_fourteen_stay(tmp_path: Path) -> None:
    """The unit's command on an instance. Backups have their own tests."""
    engine = open_engine(tmp_path / "orienteer.db")
    migrate(engine)
    engine.dispose()
    folder = tmp_path / "backups"
    folder.mkdir()
    for night in range(10, 26):
        (folder / f"orienteer-202001{night}T023000Z.backup").touch()
    words = [
        each.replace("/var/backups/orienteer", str(folder))
        for each in command(DEPLOY / "systemd" / "orienteer-backup.service")
    ]
    settings = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("ORIENTEER_", "DATABASE_URL"))
    }
    subprocess.run(words, env={**settings, "ORIENTEER_INSTANCE": str(tmp_path)}, check=True)
    *earlier, newest = sorted(folder.iterdir())
    assert (len(earlier), earlier[0].name, newest.stat().st_size > 0) == (
        13,
        "orienteer-20200113T023000Z.backup",
        True,
    )
