"""Errors in files of rows with known roles: line and fix, in both languages."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.run import OURS, SKILLS, run
from tests.cli.variants import ROLES, korean
from tests.evaluation.rows import as_csv, as_required, mentions

EACH = 6
ROWS = mentions(as_required(OURS), ROLES, SKILLS, EACH, seed=7)


def changed(change: Callable[[list[list[str]]], object]) -> str:
    """Return the file after a change to its table."""
    table = list(csv.reader(io.StringIO(as_csv(ROWS, SKILLS))))
    change(table)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue()


def put(row: int, column: int, value: str) -> str:
    return changed(lambda table: table[row].__setitem__(column, value))


def kept(*roles: str, each: int = EACH) -> str:
    return as_csv(
        [row for role in roles for row in [row for row in ROWS if row.role == role][:each]], SKILLS
    )


FAULTS = {
    "no role column": (put(0, 0, "job"), ["column role"], ["role"]),
    "no skill column": ("role,pythn\nml_engineer,1\n", ["such as python"], ["python"]),
    "twice the same column": (
        put(0, 2, "python"),
        ["column 'python' stands there twice: rename or remove one"],
        ["'python'"],
    ),
    "unknown role": (
        put(4, 0, "baker"),
        ["line 5: 'baker' is not a role: give one of ml_engineer"],
        ["5", "'baker'", "ml_engineer"],
    ),
    "bad level": (
        put(7, 2, "9"),
        [f"line 8: {SKILLS[0]} is '9': give 0, 1, 2, 3 or 4"],
        ["8", SKILLS[0], "'9'"],
    ),
    "ragged row": (
        changed(lambda table: table[2].pop()),
        ["line 3: has 41 fields where the first line has 42"],
        ["3", "41", "42"],
    ),
    "bad year": (
        changed(lambda table: [row.append("year" if row[0] == "role" else "26") for row in table]),
        ["line 2: the year is '26': give one such as 2026"],
        ["2", "'26'"],
    ),
    "one role only": (kept("ml_engineer"), ["two roles or more"], ["두"]),
    "too few rows": (
        kept(*ROLES, each=4),
        ["has 4 rows of ml_engineer: a role needs 5 or more"],
        ["4", "ml_engineer", "5"],
    ),
    "no rows": (as_csv([], SKILLS), ["two roles or more"], ["두"]),
    "empty file": ("", ["the file is empty"], ["비어"]),
    "a quote that never ends": (
        '"role,python\nml_engineer,1\n',
        ["line 2: cannot be read as CSV"],
        ["2", "CSV"],
    ),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("option", [(), ("--as-it-stands",)])
def test_a_faulty_file_is_reported_with_its_fix(
    tmp_path: Path, name: str, option: tuple[str, ...]
) -> None:
    text, english, hangul = FAULTS[name]
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    for result, wanted in (
        (run("evaluate", path, *option), english),
        (korean("evaluate", path, *option), hangul),
    ):
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"{path}: " in result.stderr
        assert all(part in result.stderr for part in wanted), result.stderr
        assert isinstance(result.exception, SystemExit)
    assert any("가" <= letter <= "힣" for letter in result.stderr)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing.csv",),
        ("rows.csv", "--with", "nothing.csv"),
        ("rows.csv", "--train", "nothing.csv"),
    ],
)
def test_a_missing_file_is_reported(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "rows.csv").write_text(as_csv(ROWS, SKILLS), encoding="utf-8")
    paths = [each if each.startswith("-") else tmp_path / each for each in arguments]
    result = run("evaluate", *paths)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{tmp_path / 'nothing.csv'}: No such file or directory" in result.stderr
    assert "파일이나 폴더가 없어요" in korean("evaluate", *paths).stderr


def test_empty_lines_spaces_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = as_csv(ROWS, SKILLS)
    (tmp_path / "rows.csv").write_text(text, encoding="utf-8")
    (tmp_path / "odd.csv").write_text(
        "\ufeff" + text.replace("\n", "\n\n").replace(",1,", ", 1 ,"), encoding="utf-8"
    )
    one, other = (
        run("evaluate", tmp_path / name, "--as-it-stands") for name in ("rows.csv", "odd.csv")
    )
    assert (one.exit_code, one.stdout) == (0, other.stdout)


def test_rows_of_a_role_that_is_left_out_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text(as_csv(ROWS, SKILLS), encoding="utf-8")
    (tmp_path / "more.csv").write_text(
        as_csv(ROWS, SKILLS)
        + as_csv(ROWS[:3], SKILLS).replace(ROLES[0], "baker").split("\n", 1)[1],
        encoding="utf-8",
    )
    whole = run("evaluate", tmp_path / "rows.csv", "--as-it-stands")
    part = run("evaluate", tmp_path / "more.csv", "--as-it-stands", "--leave-out", "baker")
    assert (part.exit_code, part.stdout) == (0, whole.stdout)
    assert run("evaluate", tmp_path / "more.csv", "--as-it-stands").exit_code == 2
