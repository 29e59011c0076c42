"""What a plan may lean toward: the article's industries and coming skills, each with goals that study can reach."""

import dataclasses
import json
from pathlib import Path

import pytest

from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.catalogue.reading import load_reading
from app.catalogue.snapshot import digest, freeze, thaw
from app.catalogue.steps import Focus
from app.catalogue.text import LANGUAGES
from tests.catalogue.content import change, copy_content

FOCUSES, WORK, MANIFEST = "focuses.toml", "work.toml", "manifest.toml"
OURS = load_catalogue()

INDUSTRIES = ["it_company", "fintech", "healthcare", "mobility_robotics", "ai_startup"]
COMING = ["multimodal_ai", "agentic_ai", "ai_governance", "edge_ai"]

BIG_DATA = 'skill = "big_data"\nlevel = 2'
NAME = 'name.en = "Fintech"'
Change = tuple[str, str, str, str, str]
"""File, what it says, what it is made to say, the key in focuses.toml that must be named, and words of the mend."""

# fmt: off
CHANGES: dict[str, Change] = {
    "unknown key": (FOCUSES, NAME, f'{NAME}\ncolour = "blue"', "focuses[2].colour", "not a key known here: correct its name or remove it"),
    "unknown key of a goal": (FOCUSES, BIG_DATA, f"{BIG_DATA}\nweight = 1", "focuses[1].goals[1].weight", "not a key known here"),
    "unknown key of the file": (FOCUSES, "[[focuses]]", 'colour = "blue"\n[[focuses]]', "colour", "not a key known here"),
    "missing language": (FOCUSES, f"{NAME}\n", "", "focuses[2].name.en", "is missing: add it"),
    "goal without reason": (FOCUSES, "reason.en", "reason.xx", "focuses[1].goals[1].reason.en", "is missing: add it"),
    "kind that is none": (FOCUSES, 'kind = "industry"', 'kind = "branch"', "focuses[1].kind", "must be one of industry, coming"),
    "level 0": (FOCUSES, BIG_DATA, BIG_DATA.replace("2", "0"), "focuses[1].goals[1].level", "whole number from 1 to 3, not 0"),
    "level that only experience reaches": (
        FOCUSES, BIG_DATA, BIG_DATA.replace("2", "4"), "focuses[1].goals[1].level", "whole number from 1 to 3, not 4",
    ),
    "skill that is none": (FOCUSES, BIG_DATA, BIG_DATA.replace("big_", "great_"), "focuses[1].goals[1].skill", "great_data is not a skill"),
    "skill twice": (
        FOCUSES, BIG_DATA, BIG_DATA.replace("big_data", "model_serving"), "focuses[1].goals", "model_serving stands here twice",
    ),
    "id twice": (FOCUSES, 'id = "fintech"', 'id = "it_company"', "id", "it_company stands here twice"),
    "coming skill without itself": (
        FOCUSES, 'skill = "agentic_ai"', 'skill = "python"', "focuses[7].goals", "is among its own goals: add the skill agentic_ai",
    ),
    "industry by another name": (FOCUSES, NAME, 'name.en = "Banks"', "focuses[2].name", "be as work.toml has it at this place: 핀테크"),
    "industry renamed in the article": (WORK, NAME, 'name.en = "Banks"', "focuses[2].name", "at this place: 핀테크 / Banks"),
    "one industry fewer in the article": (
        WORK, '[[industries]]\nname.ko = "IT 기업"', '[other]\nname.ko = "IT 기업"', "focuses",
        'here are 5 of the kind "industry", and work.toml lists 4: they must be the same',
    ),
    "one coming skill fewer": (FOCUSES, 'kind = "coming"', 'kind = "industry"', "focuses", 'here are 3 of the kind "coming"'),
    "another coming skill in the article": (WORK, 'skill = "edge_ai"', 'skill = "nlp"', "focuses[9].id", "at this place: nlp"),
}
# fmt: on


def faults(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(ContentError) as caught:
        load_catalogue(folder)
    return caught.value.faults


def named(found: tuple[Fault, ...], key: str, mend: str) -> bool:
    return any(
        (fault.file, fault.key) == (FOCUSES, key) and mend in fault.message for fault in found
    )


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_its_file_its_key_and_the_mend(tmp_path: Path, name: str) -> None:
    file, old, new, key, mend = CHANGES[name]
    folder = copy_content(tmp_path)
    change(folder, file, old, new)
    found = faults(folder)
    assert named(found, key, mend), "\n".join(map(str, found))


def without_goals(text: str, empty: bool) -> str:
    """The last focus with an empty list of goals, or with no list at all."""
    before, _, entry = text.rpartition("[[focuses]]")
    words = entry.partition("[[focuses.goals]]")[0]
    return f"{before}[[focuses]]{words}" + ("goals = []\n" if empty else "")


@pytest.mark.parametrize(
    ("empty", "mend"),
    [(True, "aims at nothing: add a skill with its level"), (False, "is missing: add it")],
)
def test_a_focus_without_goals_is_named(tmp_path: Path, empty: bool, mend: str) -> None:
    folder = copy_content(tmp_path)
    path = folder / FOCUSES
    path.write_text(without_goals(path.read_text(encoding="utf-8"), empty), encoding="utf-8")
    assert named(faults(folder), "focuses[9].goals", mend)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / FOCUSES).unlink()
    assert [(fault.file, "the file is missing" in fault.message) for fault in faults(folder)] == [
        (FOCUSES, True)
    ]


def test_faults_across_files_are_all_named_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    together = (
        "skill that is none",
        "id twice",
        "coming skill without itself",
        "another coming skill in the article",
    )
    for name in together:
        change(folder, *CHANGES[name][:3])
    found = faults(folder)
    assert all(named(found, *CHANGES[name][3:]) for name in together)


def test_an_article_that_cannot_be_read_is_no_fault_of_the_focuses(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / WORK).write_text("what.ko = ", encoding="utf-8")
    assert load_catalogue(folder).focuses == OURS.focuses


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
