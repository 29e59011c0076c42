"""`orienteer score` on CSV: the added columns, and errors for bad rows and bad files."""

import csv
import io
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli.score.batches import BATCH
from app.scoring.chances import chances
from app.scoring.information import questions_needed
from app.scoring.result import score
from tests.cli.run import OURS, SKILLS, run
from tests.cli.scores import ADDED, scored, whole
from tests.support.roles import ROLES


def test_the_columns_are_added_in_the_order_of_the_contract():
    result = run("score", "-", given="name,python\nx,2\n")
    assert result.stdout.splitlines()[0].split(",") == ["name", "python", *ADDED]


def test_chances_stand_last_and_are_those_of_the_pages():
    text = f"name,{','.join(SKILLS)},chance_of_rain\n" + "".join(
        f"x,{','.join(levels)},1\n" for levels in (["2"] * 40, ["4", "0", "", "1"] * 10, [""] * 40)
    )
    plain = run("score", "-", given=text)
    result = run("score", "-", "--chances", given=text)
    assert result.exit_code == 0, result.output
    heads = [f"chance_{role}" for role in ROLES]
    rows = list(csv.reader(io.StringIO(result.stdout, newline="")))
    assert rows[0][-len(ROLES) :] == heads
    assert [row[: -len(ROLES)] for row in rows] == list(
        csv.reader(io.StringIO(plain.stdout, newline=""))
    )
    for row in csv.DictReader(io.StringIO(result.stdout, newline="")):
        person = {skill: int(row[skill]) if row[skill] else None for skill in SKILLS}
        found = [float(row[head]) for head in heads]
        assert found == [pytest.approx(each.share, abs=1e-9) for each in chances(OURS, person)]
        assert sum(found) == pytest.approx(1)


def test_a_column_of_chances_is_refused_only_where_it_is_added():
    text = "python,chance_ml_engineer\n2,0.5\n"
    assert run("score", "-", given=text).exit_code == 0
    assert run("score", "-", "--chances", given=text).exit_code == 2


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(levels=st.lists(st.sampled_from(["", "0", "1", "2", "3", "4"]), min_size=40, max_size=40))
def test_every_figure_is_that_of_the_pages(levels):
    row = scored(f"{','.join(SKILLS)}\n{','.join(levels)}\n")[0]
    result = score(
        OURS,
        {skill: int(level) if level else None for skill, level in zip(SKILLS, levels, strict=True)},
    )
    assert (row["status"], row["closest"], row["second"]) == (
        result.status,
        " ".join(result.closest),
        result.second or "",
    )
    assert int(row["answered"]) == result.answered
    assert [float(row["margin"]), float(row["margin_se"])] == pytest.approx(
        [result.margin, result.margin_se], abs=1e-9
    )
    for each in result.order:
        assert float(row[f"match_{each.role}"]) == pytest.approx(each.match, abs=1e-9)
    for each in result.readiness:
        found = [float(row[f"readiness_{each.role}_{stage.stage}"]) for stage in each.stages]
        assert found == pytest.approx([stage.now for stage in each.stages], abs=1e-9)


def test_a_tie_names_every_role_and_a_second_all_the_same():
    row = scored(whole())[0]
    assert (row["status"], row["closest"].split(), row["second"], float(row["margin"])) == (
        "too_close",
        [*ROLES],
        ROLES[1],
        0,
    )


def test_with_too_few_answers_no_role_is_named_but_the_numbers_stand():
    row = scored("python\n4\n")[0]
    assert (row["status"], row["closest"], row["second"], row["answered"]) == (
        "not_enough",
        "",
        "",
        "1",
    )
    assert float(row["match_ml_engineer"]) > 0
    assert float(row["readiness_ml_engineer_junior"]) > 0


def test_well_chosen_answers_are_enough_where_others_are_not():
    """So few are under the share of skills that --min-answered asks for."""
    chosen = dict.fromkeys(questions_needed(OURS, {}), "2")
    first = dict.fromkeys(SKILLS[: len(chosen)], "2")
    for answers, options, status in (
        (chosen, (), "too_close"),
        (first, (), "not_enough"),
        (chosen, ("--min-answered", "0.6"), "not_enough"),
        (first, ("--min-answered", "0.25"), "too_close"),
    ):
        text = f"{','.join(answers)}\n{','.join(answers.values())}\n"
        assert scored(text, *options)[0]["status"] == status


@pytest.mark.parametrize(
    ("share", "status"), [("0", "too_close"), ("0.6", "not_enough"), ("1", "not_enough")]
)
def test_the_share_that_must_be_answered_can_be_chosen(share, status):
    assert scored("python\n2\n", "--min-answered", share)[0]["status"] == status


def test_other_columns_pass_through_unchanged():
    given = [
        ["id", "메모", "python", ""],
        ["007", ' "quoted", and\nbroken ', "1", "=x"],
        ["1.10", "", "", " "],
    ]
    text = io.StringIO()
    csv.writer(text).writerows(given)
    result = run("score", "-", given=text.getvalue())
    assert [row[:4] for row in csv.reader(io.StringIO(result.stdout, newline=""))] == given


@pytest.mark.parametrize(
    "text",
    [
        "python\n3\n",
        "python\r\n3\r\n",
        "\ufeffpython\n3",
        " python \n 3 \n",
        "\n\npython\n\n3\n\n",
        '"python"\n"3"\n',
    ],
)
def test_marks_spaces_and_line_ends_do_no_harm(text):
    rows = scored(text)
    assert (len(rows), rows[0]["answered"]) == (1, "1")


def test_a_heading_without_rows_is_answered_with_its_columns():
    assert scored("python\n") == []


@pytest.mark.parametrize(
    "value", ["5", "-1", "2.0", "two", "０", "1e0", "nan", "true", "+1", "1 2", "\x00"]
)
def test_an_invalid_level_is_reported_with_its_line_and_the_row_is_skipped(value):
    result = run("score", "-", given=f"id,python\na,1\nb,{value}\nc,2\n")
    assert result.exit_code == 1
    assert [row["id"] for row in csv.DictReader(io.StringIO(result.stdout))] == ["a", "c"]
    told, summary = result.stderr.splitlines()
    assert told == f"line 3: python is {value!r}: give 0, 1, 2, 3 or 4, or leave it empty"
    assert summary == "1 bad row was skipped."


def test_every_fault_of_a_row_is_reported_at_once():
    result = run("score", "-", given="python,sql\n9,x\n")
    assert "python is '9'" in result.stderr
    assert "sql is 'x'" in result.stderr


def test_a_long_or_wild_value_is_cut_and_quoted():
    result = run("score", "-", given=f"python\n\x1b[31m{'x' * 500}\n")
    assert "\x1b" not in result.stderr
    assert len(result.stderr) < 200


def test_rows_of_another_length_are_bad_and_lines_are_counted_through_broken_fields():
    result = run("score", "-", given='id,python\n"two\nlines",1\nx\ny,1,1\nz,2\n')
    assert [line.split(":")[0] for line in result.stderr.splitlines()[:2]] == ["line 4", "line 5"]
    assert "has 1 fields where the first line has 2" in result.stderr
    assert (result.exit_code, result.stderr.splitlines()[2]) == (1, "2 bad rows were skipped.")


@pytest.mark.parametrize(
    ("row", "why"), [('"a"b,1', "',' expected after '\"'"), ('"a,1', "unexpected end of data")]
)
def test_a_broken_quote_is_a_bad_row(row, why):
    result = run("score", "-", given=f"id,python\nx,1\n{row}\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)
    assert result.stderr.startswith(f"line 3: cannot be read as CSV ({why})")


def test_a_quote_within_a_field_is_a_letter():
    assert scored('id,python\na"b,1\n')[0]["id"] == 'a"b'


def test_strict_stops_at_the_first_bad_row():
    result = run("score", "-", "--strict", given="id,python\na,1\nb,7\nc,2\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)
    assert result.stderr.splitlines()[1:] == ["Stopped there."]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "no column is named after a skill"),
        (b"name;python\nx;1\n", "no column is named after a skill, such as linear_algebra"),
        (b"python,sql,python\n1,2,3\n", "column 'python' stands there twice"),
        (b"python,note,note\n1,2,3\n", "column 'note' stands there twice"),
        (b"python, python\n1,2\n", "column 'python' stands there twice"),
        (b"python,status\n1,2\n", "column 'status' is one that this command adds"),
        (b'"python\n1\n', "the first line cannot be read as CSV"),
        ("python\n1\n".encode("utf-16"), "the file is UTF-16"),
        (b"python,memo\n1,a\n2,\xb0\xa1\n", "line 3 is not UTF-8 (byte 0xb0)"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(text, fault):
    result = run("score", "-", given=text)
    assert result.exit_code == 2
    assert fault in result.stderr
    assert "Traceback" not in result.output


def test_columns_without_a_name_may_be_many():
    assert scored("python,,\n1,x,y\n")[0]["python"] == "1"


@pytest.mark.parametrize("share", ["-0.1", "1.1", "nan", "x"])
def test_an_invalid_share_is_wrong_use(share):
    assert run("score", "-", "--min-answered", share, given="python\n1\n").exit_code == 2


def test_the_results_are_the_same_bytes_with_and_without_polars(monkeypatch):
    chance = np.random.default_rng(7)
    levels = np.where(
        chance.random((BATCH + 2000, len(SKILLS))) < 0.1,
        "",
        chance.integers(0, 5, (BATCH + 2000, len(SKILLS))).astype("U1"),
    )
    rows = "".join(f'{n},"김, {n}",{",".join(row)}\r\n' for n, row in enumerate(levels.tolist()))
    text = f"id,이름,{','.join(SKILLS)}\r\n{rows}"
    with_polars = run("score", "-", given=text)
    monkeypatch.setitem(sys.modules, "polars", None)
    without = run("score", "-", given=text)
    assert with_polars.exit_code == without.exit_code == 0
    assert with_polars.stdout_bytes == without.stdout_bytes
