"""`orienteer score` on lines of JSON."""

import json

import pytest

from app.cli.ratings.rows import columns
from app.scoring.result import score
from tests.cli.run import OURS, run


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_results_are_added_to_each_object_in_the_order_of_the_contract():
    result = run("score", "-", "--format", "jsonl", given='{"python": 2, "id": "a"}\n')
    found = lines(result)[0]
    assert list(found) == ["python", "id", *columns(OURS)]
    expected = score(OURS, {"python": 2})
    assert [found["margin"], found["margin_se"]] == pytest.approx(
        [expected.margin, expected.margin_se], abs=1e-9
    )
    assert found["answered"] == 1
    assert (found["closest"], found["second"], found["status"]) == ("", "", "not_enough")
    assert found["readiness_ml_engineer_junior"] == pytest.approx(
        expected.stage_readiness("ml_engineer", "junior").now, abs=1e-9
    )


def test_chances_are_numbers_and_stand_last():
    result = run("score", "-", "--format", "jsonl", "--chances", given='{"python": 3}\n')
    found = json.loads(result.stdout)
    assert list(found) == ["python", *columns(OURS, with_chances=True)]
    assert sum(found[name] for name in list(found)[-len(OURS.roles) :]) == pytest.approx(1)


def test_the_ending_of_the_file_says_what_it_holds(tmp_path):
    for ending in ("jsonl", "ndjson", "JSONL"):
        path = tmp_path / f"people.{ending}"
        path.write_text('{"sql": 1}\n')
        assert lines(run("score", path))[0]["answered"] == 1


def test_the_given_text_stays_to_the_last_digit():
    given = (
        '{ "id": 1.10, "big": 1e400, "exact": 12345678901234567890.0, "memo": "가\\u0001", '
        '"nested": {"python": [1.0]} , "python":null }'
    )
    result = run("score", "-", "--format", "jsonl", given=f"\ufeff{given}\n\n{{}}\n")
    first, second = result.stdout.splitlines()
    assert first.startswith(given.removesuffix("}").rstrip() + ', "status": ')
    assert second.startswith('{"status": "not_enough"')


def test_null_is_a_skip_and_not_a_zero():
    skip, zero = lines(
        run("score", "-", "--format", "jsonl", given='{"python": null}\n{"python": 0}\n')
    )
    assert (skip["answered"], zero["answered"]) == (0, 1)


@pytest.mark.parametrize(
    "value", ["true", "false", "2.0", '"3"', "5", "-1", "[]", "{}", '""', "1e0"]
)
def test_only_whole_numbers_and_null_are_levels(value):
    result = run("score", "-", "--format", "jsonl", given=f'{{"id": 1}}\n{{"python": {value}}}\n')
    assert (result.exit_code, len(lines(result))) == (1, 1)
    assert result.stderr.startswith("line 2: python is ")
    assert "give 0, 1, 2, 3 or 4 as a number, or null" in result.stderr


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not JSON (column 2: "),
        ('{"python": 1} x', "is not JSON (column 15: "),
        ("[1]", "is no object"),
        ("null", "is no object"),
        ('{"a": NaN}', "holds NaN, which is no number in JSON"),
        ('{"a": 1, "a": 2}', "key 'a' stands there twice"),
        ('{"python": 1, "python": 2}', "key 'python' stands there twice"),
        ('{"status": 1}', "key 'status' is one that this command adds"),
        ("[" * 100_000, "is not JSON that can be read here"),
        (f'{{"a": {"9" * 5000}}}', "is not JSON that can be read here"),
    ],
)
def test_an_invalid_line_is_reported_and_skipped(line, fault):
    result = run("score", "-", "--format", "jsonl", given=f'{line}\n{{"python": 1}}\n')
    assert (result.exit_code, len(lines(result))) == (1, 1)
    assert result.stderr.startswith(f"line 1: {fault}")


def test_strict_stops_at_the_first_invalid_line():
    result = run(
        "score", "-", "--format", "jsonl", "--strict", given='{"python": 1}\n[]\n{"python": 1}\n'
    )
    assert (result.exit_code, len(lines(result))) == (1, 1)


def test_an_empty_file_and_a_line_without_end_are_refused():
    assert run("score", "-", "--format", "jsonl").exit_code == 2
    endless = run(
        "score", "-", "--format", "jsonl", given=b'{"a": "' + b"x" * (16 * 1024 * 1024) + b'"}'
    )
    assert (endless.exit_code, "longer than 16 MB" in endless.stderr) == (2, True)
