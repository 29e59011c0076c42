"""Focuses of a plan: the article's industries and coming skills, with goals within study."""

import dataclasses
import json

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.reading import load_reading
from app.catalogue.snapshot import digest, freeze, thaw
from app.catalogue.steps import Focus
from app.catalogue.text import LANGUAGES

OURS = load_catalogue()

INDUSTRIES = ["it_company", "fintech", "healthcare", "mobility_robotics", "ai_startup"]
COMING = ["multimodal_ai", "agentic_ai", "ai_governance", "edge_ai"]


def test_there_are_nine_the_articles_industries_and_then_its_coming_skills() -> None:
    work = load_reading().work
    assert [focus.id for focus in OURS.focuses] == INDUSTRIES + COMING
    assert [focus.kind for focus in OURS.focuses] == ["industry"] * 5 + ["coming"] * 4
    assert [focus.name for focus in OURS.focuses[:5]] == [
        industry.name for industry in work.industries
    ]
    assert [focus.id for focus in OURS.focuses[5:]] == [future.skill for future in work.future]
    assert list(OURS.focus) == INDUSTRIES + COMING
    assert OURS.focus["fintech"] is OURS.focuses[1]


@pytest.mark.parametrize("focus", OURS.focuses, ids=lambda focus: focus.id)
def test_goals_are_few_and_every_one_is_reached_by_study_steps(focus: Focus) -> None:
    assert (2 if focus.kind == "industry" else 1) <= len(focus.goals) <= 4
    for goal in focus.goals:
        steps = [OURS.step[f"{goal.skill}.{level}"] for level in range(goal.level)]
        assert [step.kind for step in steps] == ["study"] * goal.level


def test_a_coming_skill_is_its_own_first_goal_at_a_level_above_a_tutorial() -> None:
    assert all(
        focus.goals[0].skill == focus.id and focus.goals[0].level >= 2
        for focus in OURS.focuses
        if focus.kind == "coming"
    )


def test_no_two_goals_give_the_same_reason() -> None:
    reasons = [goal.reason for focus in OURS.focuses for goal in focus.goals]
    assert all(
        len({reason[language] for reason in reasons}) == len(reasons) for language in LANGUAGES
    )


def values(catalogue: Catalogue) -> dict[str, object]:
    return {field.name: getattr(catalogue, field.name) for field in dataclasses.fields(catalogue)}


def test_a_catalogue_that_was_frozen_before_there_were_focuses_thaws_with_none() -> None:
    earlier = json.loads(freeze(OURS))
    assert len(earlier.pop("focuses")) == 9
    thawed = thaw(json.dumps(earlier))
    assert (thawed.focuses, dict(thawed.focus)) == ((), {})
    assert values(thawed) == values(OURS) | {"focuses": ()}


def test_focuses_come_back_equal_and_count_in_the_digest() -> None:
    assert thaw(freeze(OURS)).focuses == OURS.focuses
    assert digest(dataclasses.replace(OURS, focuses=OURS.focuses[:-1])) != digest(OURS)
