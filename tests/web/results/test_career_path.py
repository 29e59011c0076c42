"""The career path: a stage adds what its requirements say, and pay names its source and size."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from flask import Flask, get_template_attribute

from app.catalogue.load import CONTENT
from app.catalogue.model import STAGES, Stage
from app.catalogue.pay import MIN_PEOPLE, PayCell
from app.catalogue.reading import load_reading
from app.web.career_path import AddedRequirements, CareerPath, StageGoal, career_path
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.results.explanations import in_language

READING = load_reading()
ROLES = tuple(CATALOGUE.role)
FILES: dict[str, Any] = {
    role: tomllib.loads((CONTENT / "roles" / f"{role}.toml").read_text(encoding="utf-8"))
    for role in ROLES
}
AFTER: tuple[Stage | None, ...] = (None, *STAGES)
LISTS = re.compile(r'<ul class="adds">(.*?)</ul>', re.DOTALL)
ENTRY = re.compile(r"<li>(.*?)</li>", re.DOTALL)
PAY = re.compile(r'<p class="small" data-pay="(\w+)">(.*?)</p>')

Rows = list[tuple[str, int | None, int]]
"""Item, the level before, the level now."""


def item_of(row: dict) -> str:
    """Return a requirement's item, or its own alternatives as one id."""
    return row.get("item") or "|".join(row["any_of"])


def asked(role: str, stage: str, before: dict[str, int]) -> tuple[Rows, Rows]:
    """Read the new items and those at a higher level from the role's file, the heaviest first."""
    files = [row | {"item": item_of(row)} for row in FILES[role][stage]]
    rows = sorted(files, key=lambda row: row["weight"], reverse=True)
    new = [(row["item"], None, row["level"]) for row in rows if row["item"] not in before]
    higher = [
        (row["item"], before[row["item"]], row["level"])
        for row in rows
        if before.get(row["item"], 9) < row["level"]
    ]
    return new, higher


def levels(role: str, stage: str | None) -> dict[str, int]:
    rows = FILES[role][stage] if stage else []
    return {item_of(row): row["level"] for row in rows}


def path_of(role: str, after: Stage | None = None) -> CareerPath:
    return career_path(CATALOGUE, READING, role, after)


def shown(found: AddedRequirements) -> list[tuple[str, int | None, int]]:
    return [(each.name.en, each.before, each.level) for each in found.shown]


def named(rows: Rows) -> list[tuple[str, int | None, int]]:
    return [(CATALOGUE.item[item].name.en, before, level) for item, before, level in rows]


def agrees(goal: StageGoal, before: dict[str, int]) -> None:
    for found, rows in zip(
        (goal.new, goal.higher), asked(goal.role.id, goal.stage, before), strict=True
    ):
        assert shown(found) == named(rows)[:5]
        assert (found.count, found.more) == (len(rows), max(len(rows) - 5, 0))


@pytest.mark.parametrize("role", ROLES)
def test_what_a_stage_adds_is_what_its_requirements_ask_above_the_stage_before(role: str) -> None:
    goals = path_of(role).steps.goals
    assert [goal.stage for goal in goals] == list(STAGES)
    for before, goal in zip((None, *STAGES), goals, strict=False):
        agrees(goal, levels(role, before))
        assert goal.new.count + goal.higher.count > 0, "a stage that adds nothing is none"


@pytest.mark.parametrize("role", ROLES)
def test_no_stage_asks_for_less_than_the_stage_before(role: str) -> None:
    """The path shows only additions, so a lower level would not appear."""
    for one, other in pairwise(STAGES):
        assert all(
            levels(role, other).get(item, 0) >= level for item, level in levels(role, one).items()
        )


@pytest.mark.parametrize("after", STAGES)
@pytest.mark.parametrize("role", ROLES)
def test_after_a_stage_only_the_later_ones_follow_as_they_stand_on_the_whole_path(
    role: str, after: Stage
) -> None:
    found, place = path_of(role, after), STAGES.index(after) + 1
    assert found.steps.goals == path_of(role).steps.goals[place:]
    assert found.steps.start is not None
    assert found.steps.start.text == CATALOGUE.role[role].stages[after].text


def test_the_change_of_role_that_the_article_names_is_compared_with_the_senior_who_changes() -> (
    None
):
    (steps,) = path_of("ml_engineer").role_changes
    assert steps.start is not None
    assert (steps.start.role.id, steps.start.stage) == ("ml_engineer", "senior")
    assert [(goal.role.id, goal.stage) for goal in steps.goals] == [
        ("research_scientist", "junior"),
        ("research_scientist", "senior"),
    ]
    for goal in steps.goals:
        agrees(goal, levels("ml_engineer", "senior"))
        assert goal.pay is None


def test_a_change_of_role_stands_where_it_starts_and_where_the_whole_path_is_read() -> None:
    there = {
        (role, after) for role in ROLES for after in AFTER if path_of(role, after).role_changes
    }
    assert there == {("ml_engineer", after) for after in AFTER} | {("research_scientist", None)}


def test_a_catalogue_of_another_time_that_lacks_a_role_has_no_change_to_it() -> None:
    older = replace(
        CATALOGUE, roles=tuple(role for role in CATALOGUE.roles if role.id != "research_scientist")
    )
    assert career_path(older, READING, "ml_engineer", None).role_changes == ()


def cells(role: str) -> Iterator[tuple[Stage, PayCell]]:
    return ((goal.stage, goal.pay) for goal in path_of(role).steps.goals if goal.pay)


@pytest.mark.parametrize("role", ROLES)
def test_pay_is_one_scopes_at_the_level_that_stands_beside_the_stage(role: str) -> None:
    found, beside = dict(cells(role)), {"junior": "EN", "senior": "SE", "lead": "EX"}
    assert {cell.scope for cell in found.values()} <= {"US"}, (
        "one country's, as long as no other scope knows more stages"
    )
    assert all(
        cell in READING.pay.cells and cell.role == role and cell.n >= MIN_PEOPLE
        for cell in found.values()
    )
    assert all(cell.experience == beside[stage] for stage, cell in found.items())
    american = {
        cell.experience for cell in READING.pay.cells if (cell.role, cell.scope) == (role, "US")
    }
    assert {stage for stage, experience in beside.items() if experience in american} == set(found)


def test_a_scope_that_knows_more_stages_is_taken_for_all_of_them() -> None:
    lacking = tuple(
        cell for cell in READING.pay.cells if (cell.scope, cell.experience) != ("US", "EX")
    )
    reading = replace(READING, pay=replace(READING.pay, cells=lacking))
    found = career_path(CATALOGUE, reading, "ml_engineer", None).steps.goals
    assert [goal.pay.scope if goal.pay else None for goal in found] == ["all"] * 3


@pytest.mark.parametrize("role", ROLES)
def test_pay_on_the_page_has_its_number_of_salaries_its_years_and_its_source(
    reader: Visitor, role: str
) -> None:
    page = reader.open(f"/roles/{role}")
    found, expected = dict(PAY.findall(page.html)), dict(cells(role))
    assert found.keys() == expected.keys()
    for stage, cell in expected.items():
        for figure in (
            f"{cell.median:,}",
            f"{cell.n:,}",
            cell.years.replace("-", {"en": "–", "ko": "~"}[reader.language]),
        ):
            assert re.search(rf"(?<![\d,]){figure}(?![\d,]\d)", found[stage]), (
                figure,
                found[stage],
            )
    has_pay = any(cell.role == role for cell in READING.pay.cells)
    assert page.text.count(in_language(reader, READING.pay.source)) == int(has_pay)
    assert ('id="pay-source"' in page.html) == ("#pay-source" in page.links) == bool(expected)


@pytest.mark.parametrize("role", ROLES)
def test_the_page_shows_every_stage_with_its_text_and_what_it_adds(
    reader: Visitor, role: str
) -> None:
    page, found = reader.open(f"/roles/{role}"), path_of(role)
    goals = [*found.steps.goals, *(goal for steps in found.role_changes for goal in steps.goals)]
    lists = [ENTRY.findall(each) for each in LISTS.findall(page.html)]
    expected = [
        additions for goal in goals for additions in (goal.new, goal.higher) if additions.count
    ]
    assert len(lists) == len(expected)
    for entries, additions in zip(lists, expected, strict=True):
        assert len(entries) == len(additions.shown) + (additions.more > 0)
        for entry, each in zip(entries, additions.shown, strict=False):
            change = f"{each.level}" if each.before is None else f"{each.before} → {each.level}"
            assert entry == f"{in_language(reader, each.name)} <b>{change}</b>"
        assert not additions.more or str(additions.more) in entries[-1]
    for stage in STAGES:
        text = CATALOGUE.role[role].stages[stage].text
        assert text.ko
        assert text.en
        assert in_language(reader, text) in page.text


def test_a_station_that_is_a_role_leads_to_it_and_a_page_never_to_itself(reader: Visitor) -> None:
    page = reader.open("/roles/ml_engineer")
    path = page.html.partition('<ol class="path">')[2].partition("<p>")[0]
    assert "/roles/research_scientist" in path
    assert "/roles/ml_engineer" not in path
    assert {"/roles/research_scientist", "/roles/ml_engineer"} <= set(reader.open("/ai-work").links)
    for text in (
        *(station.name for stations in READING.work.paths for station in stations),
        READING.work.founder,
        READING.work.source.title,
    ):
        assert in_language(reader, text) in page.text


@pytest.mark.parametrize("after", AFTER)
@pytest.mark.parametrize("role", ROLES)
def test_a_plan_can_end_with_what_comes_after_it(
    app: Flask, role: str, after: Stage | None
) -> None:
    """The plan page includes the path with one value and without its own variables."""
    path = path_of(role, after)
    with app.test_request_context("/?lang=en"):
        html = str(get_template_attribute("career_path.html", "career_path")(path))
    assert ("What comes after this plan" in html) == (after is not None)
    assert ("There is no later stage here." in html) == (after == STAGES[-1])
    assert (READING.pay.source.en in html) == bool(PAY.findall(html)) == path.has_pay
    assert html.count('<ol class="steps">') == (after != STAGES[-1]) + len(path.role_changes)
