"""A plan as CSV, read again by the standard library."""

import csv
import io

import pytest

from app.catalogue.model import Catalogue
from app.exports.table import plan_as_csv, safe
from app.exports.words import ANYTHING, Wanted, Words, resources_of
from app.planning.model import Plan
from tests.exports.plans import ENGLISH, KOREAN, OURS, TRAP, our_plan, resource, trapped

LEARN = "What to learn (experience: what shows it)"
MAKE = "What to make (experience: where the chance is)"
ADDED = [LEARN, MAKE, "Study from", "Adds to readiness per hour (%)", "Done", "Title"]


def rows(
    plan: Plan, catalogue: Catalogue, words: Words, wanted: Wanted = ANYTHING
) -> list[dict[str, str]]:
    return list(
        csv.DictReader(
            io.StringIO(plan_as_csv(plan, catalogue, words, wanted), newline=""), strict=True
        )
    )


def test_each_step_is_a_row_with_its_figures():
    found = our_plan(deadline=None)
    read = rows(found, OURS, ENGLISH)
    assert [row["Step"] for row in read] == [step.id for step in found.steps]
    assert [row["No."] for row in read] == [str(n) for n in range(1, len(read) + 1)]
    assert sum(int(row["Hours"]) for row in read) == found.hours
    first, last = read[0], read[-1]
    assert (first["First week"], first["Begins on"], first["Kind"], first["Months"]) == (
        "1",
        "2026-03-02",
        "study",
        "",
    )
    assert (last["First week"], last["Last week"], last["Begins on"], last["Kind"]) == (
        "",
        "",
        "",
        "experience",
    )
    assert int(last["Months"]) == OURS.step[last["Step"]].months
    assert (first["From level"], first["To level"]) == (
        str(found.steps[0].from_level),
        str(found.steps[0].to_level),
    )
    assert (
        abs(
            sum(float(row["Adds to readiness (%)"]) for row in read) / 100
            - (1 - found.readiness.now)
        )
        < 0.05
    )


def test_a_plan_without_a_start_has_no_dates():
    assert {row["Begins on"] for row in rows(our_plan(None, start=None), OURS, ENGLISH)} == {""}


def test_korean_is_written_unchanged():
    read = rows(our_plan(), OURS, KOREAN)
    assert [row["완료 기준"] for row in read] == [
        OURS.skill[step.skill].anchors[step.to_level].ko for step in our_plan().steps
    ]
    for heading, part in (
        ("익힐 것(경험이라면 무엇으로 드러나는지)", "learn"),
        ("해 볼 것(경험이라면 기회가 있는 곳)", "make"),
    ):
        assert [row[heading] for row in read] == [
            getattr(OURS.step[step.id].guide, part).ko for step in our_plan().steps
        ]
    assert not any(heading.isascii() for heading in read[0])
    assert "study" not in plan_as_csv(our_plan(), OURS, KOREAN)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(start):
    for row in rows(*trapped(f"{start}1", (resource("one", title=f"{start}1"),)), ENGLISH):
        assert row["Skill"] == row["Done when"] == row[LEARN] == row[MAKE] == f"'{start}1"
        assert row["Study from"] in ("", f"'{start}1 https://example.org/one")


def test_no_part_of_a_cell_that_is_split_at_semicolons_is_taken_for_a_formula():
    assert safe("a;=1+1;b; c") == "a;'=1+1;b; c"


def test_quotes_and_separators_within_a_text_are_unchanged():
    assert {row["Done when"] for row in rows(*trapped(), ENGLISH)} == {f"'{TRAP}"}


def test_what_came_later_stands_behind_what_was_there():
    headings = list(rows(our_plan(), OURS, ENGLISH)[0])
    assert (headings[0], headings[12], headings[13:]) == ("No.", "Done when", ADDED)


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(("ko",), free_only=True)])
def test_what_is_wanted_to_study_from_stands_in_one_cell_of_a_row_on_one_line(words, wanted):
    found = our_plan()
    for row, step in zip(rows(found, OURS, words, wanted), found.steps, strict=True):
        told = [each.rsplit(" ", 1) for each in list(row.values())[15].split(" | ") if each]
        assert told == [
            [words.say(each.title), each.url]
            for each in resources_of(words, OURS, OURS.step[step.id], wanted)
        ]
    assert len(plan_as_csv(found, OURS, words, wanted).splitlines()) == len(found.steps) + 1


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_a_row_ends_with_the_steps_title(words):
    found = our_plan()
    assert [list(row.values())[-1] for row in rows(found, OURS, words)] == [
        words.say(OURS.step[step.id].title) for step in found.steps
    ]


def test_the_gain_per_hour_is_shown_where_there_are_hours():
    for row in rows(our_plan(deadline=None), OURS, ENGLISH):
        per_hour, hours = row["Adds to readiness per hour (%)"], int(row["Hours"])
        assert (per_hour == "") == (hours == 0)
        assert (
            not hours
            or abs(float(per_hour) * hours - float(row["Adds to readiness (%)"]))
            <= 0.05 + 0.005 * hours
        )
