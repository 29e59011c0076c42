"""Faults in the focuses, and between them and the article, are named."""

from pathlib import Path

import pytest

from app.catalogue.load import load_catalogue
from tests.catalogue.content import change, copy_content
from tests.catalogue.faults import Case, faults, is_named

FOCUSES, WORK = "focuses.toml", "work.toml"

BIG_DATA = 'skill = "big_data"\nlevel = 2'
NAME = 'name.en = "Fintech"'

CHANGES: dict[str, Case] = {
    "unknown key": (
        FOCUSES,
        NAME,
        f'{NAME}\ncolour = "blue"',
        "focuses[2].colour",
        "not a key known here: correct its name or remove it",
    ),
    "unknown key of a goal": (
        FOCUSES,
        BIG_DATA,
        f"{BIG_DATA}\nweight = 1",
        "focuses[1].goals[1].weight",
        "not a key known here",
    ),
    "unknown key of the file": (
        FOCUSES,
        "[[focuses]]",
        'colour = "blue"\n[[focuses]]',
        "colour",
        "not a key known here",
    ),
    "missing language": (FOCUSES, f"{NAME}\n", "", "focuses[2].name.en", "is missing: add it"),
    "goal without reason": (
        FOCUSES,
        "reason.en",
        "reason.xx",
        "focuses[1].goals[1].reason.en",
        "is missing: add it",
    ),
    "kind that is none": (
        FOCUSES,
        'kind = "industry"',
        'kind = "branch"',
        "focuses[1].kind",
        "must be one of industry, coming",
    ),
    "level 0": (
        FOCUSES,
        BIG_DATA,
        BIG_DATA.replace("2", "0"),
        "focuses[1].goals[1].level",
        "whole number from 1 to 3, not 0",
    ),
    "level that only experience reaches": (
        FOCUSES,
        BIG_DATA,
        BIG_DATA.replace("2", "4"),
        "focuses[1].goals[1].level",
        "whole number from 1 to 3, not 4",
    ),
    "skill that is none": (
        FOCUSES,
        BIG_DATA,
        BIG_DATA.replace("big_", "great_"),
        "focuses[1].goals[1].skill",
        "great_data is not a skill",
    ),
    "skill twice": (
        FOCUSES,
        BIG_DATA,
        BIG_DATA.replace("big_data", "model_serving"),
        "focuses[1].goals",
        "model_serving stands here twice",
    ),
    "id twice": (
        FOCUSES,
        'id = "fintech"',
        'id = "it_company"',
        "id",
        "it_company stands here twice",
    ),
    "coming skill without itself": (
        FOCUSES,
        'skill = "agentic_ai"',
        'skill = "python"',
        "focuses[7].goals",
        "is among its own goals: add the skill agentic_ai",
    ),
    "industry by another name": (
        FOCUSES,
        NAME,
        'name.en = "Banks"',
        "focuses[2].name",
        "be as work.toml has it at this place: 핀테크",
    ),
    "industry renamed in the article": (
        WORK,
        NAME,
        'name.en = "Banks"',
        "focuses[2].name",
        "at this place: 핀테크 / Banks",
    ),
    "one industry fewer in the article": (
        WORK,
        '[[industries]]\nname.ko = "IT 기업"',
        '[other]\nname.ko = "IT 기업"',
        "focuses",
        'here are 5 of the kind "industry", and work.toml lists 4: they must be the same',
    ),
    "one coming skill fewer": (
        FOCUSES,
        'kind = "coming"',
        'kind = "industry"',
        "focuses",
        'here are 3 of the kind "coming"',
    ),
    "another coming skill in the article": (
        WORK,
        'skill = "edge_ai"',
        'skill = "nlp"',
        "focuses[9].id",
        "at this place: nlp",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_its_file_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    file, old, new, key, message = CHANGES[name]
    folder = copy_content(tmp_path)
    change(folder, file, old, new)
    found = faults(folder)
    assert is_named(found, FOCUSES, key, message), "\n".join(map(str, found))


def without_goals(text: str, empty: bool) -> str:
    """The last focus with an empty list of goals, or without a list."""
    before, _, entry = text.rpartition("[[focuses]]")
    words = entry.partition("[[focuses.goals]]")[0]
    return f"{before}[[focuses]]{words}" + ("goals = []\n" if empty else "")


@pytest.mark.parametrize(
    ("empty", "message"),
    [(True, "aims at nothing: add a skill with its level"), (False, "is missing: add it")],
)
def test_a_focus_without_goals_is_named(tmp_path: Path, empty: bool, message: str) -> None:
    folder = copy_content(tmp_path)
    path = folder / FOCUSES
    path.write_text(without_goals(path.read_text(encoding="utf-8"), empty), encoding="utf-8")
    assert is_named(faults(folder), FOCUSES, "focuses[9].goals", message)


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
    assert all(is_named(found, FOCUSES, *CHANGES[name][3:]) for name in together)


def test_an_article_that_cannot_be_read_is_no_fault_of_the_focuses(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / WORK).write_text("what.ko = ", encoding="utf-8")
    assert load_catalogue(folder).focuses == load_catalogue().focuses
