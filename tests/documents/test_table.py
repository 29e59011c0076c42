"""A plan as CSV, read again by the standard library."""

import csv
import io

import pytest

from app.catalogue.model import Catalogue
from app.documents.table import plan_as_csv
from app.documents.words import Words
from app.planning.model import Plan
from tests.documents.plans import ENGLISH, KOREAN, OURS, TRAP, our_plan, trapped


def rows(plan: Plan, catalogue: Catalogue, words: Words) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(plan_as_csv(plan, catalogue, words), newline=""), strict=True))


def test_each_step_is_a_row_with_its_figures():
    found = our_plan(deadline=None)
    read = rows(found, OURS, ENGLISH)
    assert [row["Step"] for row in read] == [step.id for step in found.steps]
    assert [row["No."] for row in read] == [str(n) for n in range(1, len(read) + 1)]
    assert sum(int(row["Hours"]) for row in read) == found.hours
    first, last = read[0], read[-1]
    assert (first["First week"], first["Begins on"], first["Kind"], first["Months"]) == ("1", "2026-03-02", "study", "")
    assert (last["First week"], last["Last week"], last["Begins on"], last["Kind"]) == ("", "", "", "experience")
    assert int(last["Months"]) == OURS.step[last["Step"]].months
    assert (first["From level"], first["To level"]) == (str(found.steps[0].from_level), str(found.steps[0].to_level))
    assert abs(sum(float(row["Adds to readiness (%)"]) for row in read) / 100 - (1 - found.readiness.now)) < 0.05


def test_a_plan_without_a_start_has_no_dates():
    assert {row["Begins on"] for row in rows(our_plan(None, start=None), OURS, ENGLISH)} == {""}


def test_korean_stays_whole():
    read = rows(our_plan(), OURS, KOREAN)
    goals = [row[next(reversed(row))] for row in read]
    assert goals == [OURS.skill[step.skill].anchors[step.to_level].ko for step in our_plan().steps]
    assert not any(heading.isascii() for heading in read[0])
    assert "study" not in plan_as_csv(our_plan(), OURS, KOREAN)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_is_taken_for_a_formula(start):
    for row in rows(*trapped(f"{start}1"), ENGLISH):
        assert row["Skill"] == row["Done when"] == f"'{start}1"


def test_marks_within_a_text_are_kept():
    assert {row["Done when"] for row in rows(*trapped(), ENGLISH)} == {f"'{TRAP}"}
