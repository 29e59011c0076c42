"""The output of commands: where it goes, and errors when it cannot be written."""

from pathlib import Path

import pytest

from app.cli.errors import CommandError
from app.cli.files import replace_files
from tests.cli.run import ENGLISH, run


def test_results_go_to_the_file_that_is_named(tmp_path):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("python\n1\n")
    target.write_text("older")
    result = run("score", source, "--output", target)
    assert (result.exit_code, result.output) == (0, "")
    assert len(target.read_text().splitlines()) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_link_stays_one_and_a_file_keeps_its_rights(tmp_path):
    target, link = tmp_path / "out.csv", tmp_path / "link.csv"
    target.touch(mode=0o600)
    link.symlink_to(target)
    assert run("score", "-", "--output", link, given="python\n1\n").exit_code == 0
    assert (link.is_symlink(), target.stat().st_mode & 0o777, target.read_text() != "") == (
        True,
        0o600,
        True,
    )


def test_a_file_may_take_its_own_results(tmp_path):
    both = tmp_path / "both.csv"
    both.write_text("python\n1\n2\n")
    assert run("score", both, "--output", both).exit_code == 0
    assert len(both.read_text().splitlines()) == 3


@pytest.mark.parametrize(("text", "code"), [("python\n1\n9\n", 1), ("sql\n1\n\udcff\n", 2)])
def test_a_run_that_stops_leaves_the_file_as_it_was(tmp_path, text, code):
    target = tmp_path / "out.csv"
    target.write_text("older")
    result = run(
        "score", "-", "--strict", "--output", target, given=text.encode("utf-8", "surrogateescape")
    )
    assert (result.exit_code, target.read_text(), len(list(tmp_path.iterdir()))) == (
        code,
        "older",
        1,
    )
    assert code == 2 or f"{target} is as it was" in result.stderr


def test_an_output_that_cannot_be_written_is_wrong_use(tmp_path):
    result = run("score", "-", "--output", tmp_path / "nowhere" / "out.csv", given="python\n1\n")
    assert (result.exit_code, "No such file or directory" in result.stderr) == (2, True)


def test_results_can_go_to_a_device():
    assert run("score", "-", "--output", "/dev/null", given="python\n1\n").exit_code == 0


@pytest.mark.parametrize(
    ("name", "why"), [("nowhere.csv", "No such file or directory"), (".", "Is a directory")]
)
def test_a_file_that_cannot_be_opened_is_wrong_use(name, why):
    result = run("score", name)
    assert (result.exit_code, result.stderr) == (2, f"Error: {name}: {why}\n")


def test_a_full_device_is_an_error():
    result = run("score", "-", "--output", "/dev/full", given="python\n1\n")
    assert (result.exit_code, result.stderr) == (2, "Error: /dev/full: No space left on device\n")


def test_several_files_are_replaced_together_or_not_at_all(tmp_path):
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text("older")
    with pytest.raises(CommandError, match="/dev/full: No space left on device"):
        replace_files({one: "newer", Path("/dev/full"): "newer", other: "newer"}, ENGLISH)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("one.toml", "older")]
    replace_files({one: "newer", other: "new"}, ENGLISH)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "one.toml": "newer",
        "other.toml": "new",
    }
