"""Tests and seconds by folder match pytest's reports."""

from pathlib import Path

import pytest

from tests.checks.seconds import main

CASE = '<testcase classname="{}" name="test_a" time="{}" />'


def report(path: Path, *cases: tuple[str, float]) -> str:
    elements = "".join(CASE.format(*case) for case in cases)
    path.write_text(f"<testsuites><testsuite>{elements}</testsuite></testsuites>")
    return str(path)


def test_folders_come_slowest_first_with_all_in_the_last_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = report(tmp_path / "1.xml", ("tests.web.plan.test_plan", 1.5), ("tests.test_keys", 0.5))
    two = report(
        tmp_path / "2.xml", ("tests.web.test_path", 1.0), ("tests.abuse.test_raw.TestClass", 4.0)
    )
    assert main([one, two]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        ["tests/abuse", "1", "tests", "4.0", "s"],
        ["tests/web", "2", "tests", "2.5", "s"],
        ["tests/test_keys", "1", "tests", "0.5", "s"],
        ["all", "4", "tests", "7.0", "s"],
    ]


def test_without_a_file_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "python -m tests.checks.seconds build/test.xml" in capsys.readouterr().err
