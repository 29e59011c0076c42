"""`orienteer plan`: the contract of its JSON, its formats, and what it refuses."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from app.planning.model import Target
from app.planning.plan import plan
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from tests.cli.run import OURS, SKILLS, run

TARGET = ("--role", "mlops_engineer", "--stage", "junior")
STEP_KEYS = ["id", "title", "skill", "kind", "from", "to", "hours", "week_first", "week_last"]
STEP_KEYS += ["gain", "closes", "unlocks", "resources"]
ANSWERS = '{"python": 2, "docker": 1, "sql": null}'


def planned(*options: str, given: str = ANSWERS) -> dict:
    result = run("plan", "-", *TARGET, *options, given=given)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_the_json_is_the_contracts():
    found = planned()
    keys = [
        "target",
        "pace",
        "wishes",
        "readiness",
        "hours",
        "steps",
        "weeks",
        "left_out",
        "given_up",
        "optimal",
        "gap",
    ]
    assert list(found) == keys
    assert found["target"] == {"role": "mlops_engineer", "stage": "junior"}
    assert list(found["readiness"]) == ["now", "at_deadline", "at_end"]
    assert all(list(step) == STEP_KEYS for step in found["steps"])
    assert all(list(week) == ["week", "hours"] for week in found["weeks"])
    assert found["wishes"] == {"focus": None, "put_in": [], "leave_out": []}
    assert (found["given_up"], found["gap"]) == ([], 0)
    assert (
        found["hours"]
        == sum(step["hours"] for step in found["steps"])
        == sum(week["hours"] for week in found["weeks"])
    )


def test_it_is_the_plan_of_the_planning_module():
    found = planned("--hours", "9", "--start", "2026-03-02", "--deadline", "2026-05-04")
    made = plan(
        OURS,
        {"python": 2, "docker": 1},
        Target("mlops_engineer", "junior"),
        9,
        date(2026, 3, 2),
        date(2026, 5, 4),
    )
    assert [(s["id"], s["hours"], s["week_first"], s["gain"]) for s in found["steps"]] == [
        (s.id, s.hours, s.week_first, s.gain) for s in made.steps
    ]
    assert found["weeks"] == [{"week": week.week, "hours": week.hours} for week in made.weeks]
    assert (tuple(found["left_out"]), found["optimal"]) == (made.left_out, True)
    assert found["readiness"]["at_deadline"] == made.readiness.at_deadline
    assert (
        found["readiness"]["now"]
        == stage_readiness(
            requirements_of(OURS, "mlops_engineer", "junior"), {"python": 2, "docker": 1}
        ).now
    )


def test_without_a_deadline_nothing_is_left_out():
    found = planned()
    assert found["readiness"]["at_end"] == 1
    assert (found["readiness"]["at_deadline"], found["left_out"], found["pace"]) == (
        None,
        [],
        {"hours_a_week": 6, "start": None, "deadline": None},
    )


@pytest.mark.parametrize(
    "given",
    [
        "python,docker,name\n2,1,x\n",
        "\ufeffpython,docker,sql\r\n2,1,\r\n",
        '\n {"name": "x", "python": 2,\n "docker": 1}\n',
    ],
)
def test_one_row_and_one_object_mean_the_same(given):
    assert planned(given=given) == planned()


def test_a_deadline_counts_from_today_where_no_start_is_given():
    today = datetime.now(UTC).astimezone().date()
    found = planned("--deadline", str(today + timedelta(weeks=3)))
    assert date.fromisoformat(found["pace"]["start"]) - today <= timedelta(days=1)
    assert len(found["weeks"]) <= 3


def test_the_other_formats_hold_the_same_steps():
    ids = [step["id"] for step in planned()["steps"]]
    table = run("plan", "-", *TARGET, "--format", "csv", given=ANSWERS).stdout
    assert [line.split(",")[1] for line in table.splitlines()[1:]] == ids
    text = run("plan", "-", *TARGET, "--format", "md", given=ANSWERS).stdout
    assert text.startswith("# Learning plan: MLOps engineer, junior\n")
    assert text.count("**") == 2 * len(ids)
    calendar = run("plan", "-", *TARGET, "--format", "ics", "--start", "2026-03-02", given=ANSWERS)
    events = Calendar.from_ical(calendar.stdout_bytes).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events[:2]] == [
        date(2026, 3, 2),
        date(2026, 3, 9),
    ]
    assert str(events[0]["uid"]) == "mlops_engineer-junior-week-1@orienteer"


def uids(file: Path | str, *options: str) -> list[str]:
    made = run(
        "plan", file, *TARGET, "--format", "ics", "--start", "2026-03-02", *options, given=ANSWERS
    )
    return [str(event["uid"]) for event in Calendar.from_ical(made.stdout_bytes).walk("VEVENT")]


@pytest.mark.parametrize(
    "names", [("kim.json", "lee.json"), ("김.json", "이.json"), ("a b.json", "a.json")]
)
def test_two_files_have_different_calendar_events_and_one_file_always_the_same(tmp_path, names):
    """So one calendar can hold a team's plans, and a plan made again replaces itself."""
    one, other = (tmp_path / name for name in names)
    for path in (one, other):
        path.write_text(ANSWERS, encoding="utf-8")
    first, second, again = (
        uids(one),
        uids(other),
        uids(one, "--start", "2026-03-16", "--lang", "ko"),
    )
    assert first == again
    assert len({*first, *second, *uids("-")}) == 3 * len(first) > 3


def test_a_calendar_without_a_week_is_refused_and_the_file_stays_as_it_was(tmp_path):
    (tmp_path / "plan.ics").write_text("mine")
    master = json.dumps(dict.fromkeys(SKILLS, 4))
    result = run(
        "plan", "-", *TARGET, "--format", "ics", "--output", tmp_path / "plan.ics", given=master
    )
    assert (result.exit_code, result.stdout, (tmp_path / "plan.ics").read_text()) == (2, "", "mine")
    told = (
        "This plan has no weeks of study to put in a calendar: "
        "choose another format, such as --format md."
    )
    assert result.stderr == f"Error: {told}\n"
    assert (
        "Your ratings meet all that this stage asks for."
        in run("plan", "-", *TARGET, "--format", "md", given=master).stdout
    )


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (
            ("--role", "baker", "--stage", "junior"),
            "--role 'baker' is not known: give one of ml_engineer",
        ),
        (("--role", "ml_engineer", "--stage", "king"), "'king' is not one of"),
        (("--stage", "junior"), "Missing option '--role'"),
        ((*TARGET, "--hours", "0"), "0 is not in the range 1<=x<=40"),
        ((*TARGET, "--hours", "41"), "41 is not in the range"),
        ((*TARGET, "--start", "1.3.2026"), "'1.3.2026'. Write a day of the years 2000 to 2099"),
        ((*TARGET, "--start", "9999-01-01"), "Write a day of the years 2000 to 2099"),
        ((*TARGET, "--start", "1999-12-31"), "'1999-12-31'. Write a day of the years 2000 to 2099"),
        (
            (*TARGET, "--deadline", "2100-01-01"),
            "'2100-01-01'. Write a day of the years 2000 to 2099",
        ),
        (
            (*TARGET, "--start", "2026-03-02", "--deadline", "2026-03-01"),
            "--deadline 2026-03-01 is before the start, 2026-03-02.",
        ),
        ((*TARGET, "--format", "docx"), "'docx' is not one of"),
        ((*TARGET, "--lang", "fr"), "'fr' is not one of"),
    ],
)
def test_wrong_use_is_refused_with_what_to_do(options, fault):
    result = run("plan", "-", *options, given=ANSWERS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr


@pytest.mark.parametrize(
    ("given", "code", "fault"),
    [
        ("", 2, "the file is empty"),
        ("python\n", 2, "it holds 0 rows of ratings: a plan is made for one"),
        ("python\n1\n2\n", 2, "it holds 2 rows of ratings"),
        ('{"name": "x"}', 2, "no key is named after a skill, such as linear_algebra"),
        ("name\nx\n", 2, "no column is named after a skill"),
        ("[1]", 1, "is no object"),
        ("{", 1, "is not JSON"),
        ('{"python": 9}', 1, "python is 9: give 0, 1, 2, 3 or 4 as a number, or null"),
        ("python\n9\n", 1, "python is '9'"),
    ],
)
def test_answers_that_cannot_be_used_are_refused(given, code, fault):
    result = run("plan", "-", *TARGET, given=given)
    assert (result.exit_code, result.stdout) == (code, "")
    assert fault in result.stderr


def test_a_misspelt_skill_is_reported_and_the_plan_is_made():
    told = run(
        "plan",
        "-",
        "--role",
        "ml_engineer",
        "--stage",
        "junior",
        given='{"python": 1, "dockr": 3, "note": 1}',
    )
    assert (told.exit_code, told.stderr) == (
        0,
        "dockr is not a skill and is not rated (did you mean docker?)\n",
    )
