"""Texts beside the questions: the article's statements and pay, each with its source."""

from pathlib import Path

import pytest

from app.catalogue.faults import ContentError
from app.catalogue.load import load_catalogue
from app.catalogue.pay import MIN_PEOPLE
from app.catalogue.reading import load_reading
from tests.catalogue.content import change, copy_content

FIRST_CELL = (
    'role = "ml_engineer"\nscope = "all"\nexperience = "all"\nyears = "2024-2025"\nn = 2718'
)

OTHER = load_reading().work.others[0]

CHANGES = {
    "too few people": (
        "pay.toml",
        "n = 2718",
        "n = 29",
        "cells[1].n",
        "is under 30 people: leave this cell out",
    ),
    "nobody": ("pay.toml", "n = 2718", "n = 0", "cells[1].n", "must be a whole number from 1"),
    "pay in words": (
        "pay.toml",
        "median = 178398",
        'median = "much"',
        "cells[1].median",
        "must be a whole number",
    ),
    "pay without source": (
        "pay.toml",
        "text.en",
        "text.xx",
        "source.text.en",
        "is missing: add it",
    ),
    "unknown key of pay": (
        "pay.toml",
        "n = 2718",
        "n = 2718\np90 = 1",
        "cells[1].p90",
        "not a key known here",
    ),
    "pay of a stranger": (
        "pay.toml",
        FIRST_CELL,
        FIRST_CELL.replace("ml_engineer", "nobody"),
        "cells[1].role",
        "nobody is not a role",
    ),
    "missing language": (
        "work.toml",
        'en = "An AI developer',
        'xx = "An AI',
        "what.en",
        "is missing: add it",
    ),
    "no date": (
        "work.toml",
        "date = 2025-04-17",
        'date = "spring"',
        "source.date",
        "must be a date such as 2025-04-17",
    ),
    "unknown key": (
        "work.toml",
        "publisher =",
        'writer = "x"\npublisher =',
        "source.writer",
        "not a key known here",
    ),
    "role that is none": (
        "work.toml",
        'roles = ["ml_engineer"',
        'roles = ["nobody"',
        "roles",
        "nobody is not a role",
    ),
    "skill that is none": (
        "work.toml",
        '["python", "cpp", "r"]',
        '["python", "cobol"]',
        "skills[2].skills",
        "cobol is not a skill",
    ),
    "station that is no role": (
        "work.toml",
        'role = "ml_engineer" }',
        'role = "founder" }',
        "paths[2].steps[1].role",
        "founder is not a role",
    ),
    "other source without a date": (
        "work.toml",
        f"date = {OTHER.date}\n",
        "",
        "others[1].date",
        "must be a date such as 2025-04-17",
    ),
    "other source without an address": (
        "work.toml",
        f'url = "{OTHER.url}"\n',
        "",
        "others[1].url",
        "is missing: add it",
    ),
    "other source at no address": (
        "work.toml",
        f'url = "{OTHER.url}"',
        'url = "a book"',
        "others[1].url",
        "begins with https://",
    ),
    "other source on no topic": (
        "work.toml",
        f'topic = "{OTHER.topic}"',
        'topic = "weather"',
        "others[1].topic",
        "must be one of demand, roles, pay",
    ),
    "future skill that is none": (
        "work.toml",
        'skill = "edge_ai"',
        'skill = "edge"',
        ".skill",
        "edge is not a skill",
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_its_file_its_key_and_the_mend(tmp_path: Path, name: str) -> None:
    file, old, new, key, mend = CHANGES[name]
    folder = copy_content(tmp_path)
    change(folder, file, old, new)
    with pytest.raises(ContentError) as caught:
        load_reading(folder)
    assert any(
        f.file == file and f.key.endswith(key) and mend in f.message for f in caught.value.faults
    ), str(caught.value)


def test_faults_of_both_files_are_named_at_once(tmp_path: Path) -> None:
    folder = copy_content(tmp_path)
    (folder / "work.toml").unlink()
    change(folder, "pay.toml", "n = 2718", "n = 29")
    with pytest.raises(ContentError) as caught:
        load_reading(folder)
    assert {f.file for f in caught.value.faults} == {"work.toml", "pay.toml"}


def test_pay_stands_on_enough_people_and_its_quartiles_rise() -> None:
    cells = load_reading().pay.cells
    assert all(cell.n >= MIN_PEOPLE == 30 and cell.p25 <= cell.median <= cell.p75 for cell in cells)
    assert {cell.role for cell in cells} <= set(load_catalogue().role)
    assert len({(cell.role, cell.scope, cell.experience) for cell in cells}) == len(cells)


def test_the_articles_facts_are_all_there() -> None:
    """The counts of shared/seed.

    It has five duties and the research of new papers, five roles, and four abilities to come.
    """
    work = load_reading().work
    assert (len(work.duties), len(work.roles), len(work.future)) == (5, 5, 4)
    assert work.source.date.year == 2025
    assert all((work.industries, work.korean_employers, work.pay, work.paths))


def test_the_stations_that_are_roles_are_linked_to_them() -> None:
    """The article's second path.

    A person who founds a company or leads a team has none of our roles.
    """
    assert [[station.role for station in path] for path in load_reading().work.paths] == [
        [None] * 3,
        ["ml_engineer", "research_scientist", None],
        [None] * 2,
    ]
