"""What belongs together is run by one process, whatever pytest and pytest-xdist make of their own groups."""

import os
import subprocess
import sys
from pathlib import Path

from tests.turns import WALK, turn, unit

ROOT = Path(__file__).parent.parent
RUNS = "import os, pytest\n@pytest.mark.parametrize('n', range(6))\ndef test_runs(n):\n    print('at', __name__, os.getpid())\n"


def test_each_file_is_run_by_one_process_and_the_processes_share_the_files(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.turns import pytest_xdist_make_scheduler\n")
    for name in "abcd":
        (tmp_path / f"test_{name}.py").write_text(RUNS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-rP",
        "-n",
        "2",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:pytest_cov",
        "--rootdir",
        str(tmp_path),
    ]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV"))}
    told = subprocess.run(command, cwd=tmp_path, env=inherited | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, text=True, timeout=60)
    at = {tuple(line.split()[1:]) for line in told.stdout.splitlines() if line.startswith("at ")}
    assert "24 passed" in told.stdout, told.stdout
    assert len(at) == 4
    assert len({process for _, process in at}) == 2


def test_who_looks_at_the_walk_is_one_unit_and_every_other_file_its_own() -> None:
    assert all((ROOT / file).is_file() for file in WALK)
    assert {unit(f"{file}::test_a[sqlite]") for file in WALK} == {"walk"}
    assert unit("tests/web/test_put.py::test_a[b::c]") == "tests/web/test_put.py"


def test_one_process_waits_while_the_others_reckon_and_whoever_is_done_helps() -> None:
    units = ["tests/book/test_book.py", "tests/nodes/test_site.py", "tests/browser/test_pages.py", "walk", "tests/web/test_put.py"]
    mixed = [units[place] for place in (4, 1, 3, 0, 2)]
    assert sorted(mixed, key=lambda name: turn(name, True)) == units
    assert sorted(mixed, key=lambda name: turn(name, False)) == [*units[2:], *units[:2]]
