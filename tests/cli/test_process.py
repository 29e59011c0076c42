"""Commands as processes: pipes, terminals, memory, and what they import."""

import io
import json
import os
import pty
import subprocess
import sys
from itertools import chain, islice, repeat

import pytest

from app.cli.errors import FileError
from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.lines import text_lines
from app.cli.ratings.rows import RatedRow
from tests.cli.run import SKILLS, read_terminal

ORIENTEER = [sys.executable, "-m", "app"]


def test_standard_output_holds_results_and_nothing_else():
    arguments = [
        "plan",
        "-",
        "--role",
        "ml_engineer",
        "--stage",
        "lead",
        "--start",
        "2026-03-02",
        "--deadline",
        "2026-09-07",
    ]
    result = subprocess.run(
        [*ORIENTEER, *arguments], input='{"python": 1}', capture_output=True, text=True, check=True
    )
    assert json.loads(result.stdout)["optimal"] is True
    assert result.stderr == ""


def test_a_reader_that_goes_away_ends_the_command_quietly():
    rows = "python\n" + "1\n" * 3000
    first = subprocess.Popen(
        [*ORIENTEER, "score", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    first.stdout.close()
    _, told = first.communicate(rows)
    assert (first.returncode, told) == (1, "")


def test_results_that_cannot_be_written_are_an_error():
    with open("/dev/full", "w") as full:
        result = subprocess.run(
            [*ORIENTEER, "score", "-"],
            input="python\n1\n",
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (
        result.returncode,
        "No space left on device" in result.stderr,
        "Traceback" in result.stderr,
    ) == (2, True, False)


class FailingFile(io.BytesIO):
    """A file on a disk that fails after the first line."""

    def readline(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError(5, "Input/output error")
        return super().readline(size)


def test_a_disk_that_fails_while_a_file_is_read_is_reported():
    lines = text_lines(FailingFile(b"python\n1\n"))
    assert next(lines) == "python\n"
    with pytest.raises(FileError, match="Input/output error"):
        next(lines)


def test_a_row_is_read_only_when_it_is_asked_for():
    endless = chain(["python\n"], repeat("2\n"))
    assert (
        len(
            [row for _, row in islice(CsvRows(endless, SKILLS, ()), 5) if isinstance(row, RatedRow)]
        )
        == 5
    )


@pytest.mark.parametrize("options", [[], ["--output", "out.csv"]])
def test_a_progress_bar_is_shown_on_a_terminal_that_the_results_do_not_go_to(tmp_path, options):
    (tmp_path / "in.csv").write_text("python\n" + "1\n" * 500)
    above, below = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.getcwd(), "TERM": "xterm"}
    run = subprocess.Popen(
        [*ORIENTEER, "score", "in.csv", *options],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=below,
        stdin=subprocess.DEVNULL,
        env=environment,
    )
    run.communicate()
    os.close(below)
    shown = read_terminal(above)
    assert run.returncode == 0
    assert "100%" in shown


def test_no_bar_is_shown_where_results_and_errors_share_a_terminal(tmp_path):
    (tmp_path / "in.csv").write_text("python\n1\n")
    above, below = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    subprocess.run(
        [*ORIENTEER, "score", "in.csv"],
        cwd=tmp_path,
        stdout=below,
        stderr=below,
        stdin=subprocess.DEVNULL,
        env=environment,
        check=True,
    )
    os.close(below)
    shown = read_terminal(above)
    assert shown.startswith("python,status")
    assert "%" not in shown


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["score", "-"], {"numpy"}),
        (["plan", "-", "--role", "ml_engineer", "--stage", "junior"], set()),
        (["catalogue", "report"], set()),
    ],
)
def test_a_command_loads_no_large_library_that_it_does_not_need(arguments, needed):
    code = f"""
import sys
from app.cli.program import run
try:
    run({arguments!r})
except SystemExit as end:
    assert not end.code, end.code
heavy = {{"flask", "sqlalchemy", "numpy", "polars", "highspy", "babel", "icalendar"}}
heavy |= {{"gunicorn", "alembic"}}
assert heavy & set(sys.modules) == {needed!r}, heavy & set(sys.modules)
"""
    result = subprocess.run(
        [sys.executable, "-c", code],
        input="python\n1\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_broken_content_is_reported_by_a_command(tmp_path):
    code = """
import sys
from pathlib import Path
from app.catalogue import load
load.load_catalogue.__defaults__ = (Path(sys.argv[1]),)
from app.cli.program import run
run(["score", "-"])
"""
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        input="python\n1\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert "manifest.toml" in result.stderr
    assert "Traceback" not in result.stderr
