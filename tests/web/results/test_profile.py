"""The ratings beside the target's requirements: a surplus in one skill hides no gap in another."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from app.catalogue.model import STAGES, Ratings, Stage
from app.scoring.gaps import gaps
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from app.web.example import example
from app.web.results.profile import Profile, profile
from tests.support.visitor import (
    AREAS,
    CATALOGUE,
    CLEAR,
    FEW,
    FLAT,
    MASTER,
    SKILLS,
    Levels,
    Visitor,
)
from tests.web.results.explanations import plain

ROW = re.compile(
    r'<tr data-item="([\w|]+)"><th scope="row">.*?</th>'
    r'<td class="n">(.*?)</td><td class="n">(.*?)</td>'
)
TITLE = re.compile(r'id="profile">\s*<figcaption>(.*?)</figcaption>')
BAR = re.compile(
    r'<rect class="maybe" width="([\d.]+)%".*?<rect class="met" width="([\d.]+)%"'
    r'(?:.*?<line class="asked" x1="([\d.]+)%")?'
)
LANE = re.compile(r'<div class="lane">.*?</div>')


def of(app: Flask, ratings: Ratings, role: str = "ml_engineer", stage: Stage = "junior") -> Profile:
    with app.app_context():
        found = example()
    aimed = replace(found.assessment, target_role=role, target_stage=stage)
    return profile(
        replace(found, assessment=aimed, ratings=ratings, result=score(found.catalogue, ratings))
    )


@pytest.mark.parametrize("levels", [CLEAR, FLAT, FEW, {}])
@pytest.mark.parametrize("stage", STAGES)
def test_every_item_stands_beside_the_level_that_the_stage_requires(
    app: Flask, levels: Levels, stage: Stage
) -> None:
    found = of(app, levels, "research_scientist", stage)
    rows = {row.item: row for area in found.areas for row in area.items}
    required = {
        each.item: each.level
        for each in CATALOGUE.role["research_scientist"].stages[stage].requirements
    }
    every = gaps(requirements_of(CATALOGUE, "research_scientist", stage), levels)
    assert {id: row.required for id, row in rows.items()} == {
        item.id: None for item in CATALOGUE.items
    } | required
    assert {gap.item: gap.rating for gap in (*every.open, *every.met)} == {
        id: rows[id].rating for id in required
    }
    assert (found.met, found.required) == (len(every.met), len(required))
    assert [area.area.id for area in found.areas] == list(AREAS)


def test_an_item_that_is_not_required_shows_its_rating(app: Flask) -> None:
    rows = {
        row.item: row
        for area in of(app, {"pytorch": 1, "tensorflow": 3, "cpp": 2, "r": None}).areas
        for row in area.items
    }
    assert (rows["framework"].rating, rows["cpp"].rating, rows["r"].rating) == (3, 2, None)
    assert (
        rows["cpp"].required,
        rows["cpp"].bar.goal,
        rows["cpp"].bar.counts,
        rows["cpp"].bar.reach,
    ) == (None, None, 0.0, 50.0)


def test_what_is_beyond_one_requirement_makes_up_for_no_other(app: Flask) -> None:
    """All three are required at 2. With ratings 4, 0 and 2 the mean is 2, of which 4/3 count."""
    found = of(app, {"python": 4, "software_engineering": 0, "algorithms": 2})
    area = next(row for row in found.areas if row.area.id == "programming")
    assert (area.mean_rating, area.mean_required, area.mean_gap) == (2.0, 2.0, pytest.approx(2 / 3))
    assert (area.bar.counts, area.bar.reach, area.bar.goal) == (
        pytest.approx(100 / 3, abs=0.01),
        50.0,
        50.0,
    )
    assert (area.met, area.required) == (2, 3)


def test_the_area_that_is_furthest_away_is_named_and_all_of_those_that_are(app: Flask) -> None:
    everything = dict.fromkeys(SKILLS, 4)
    assert [each.id for each in of(app, everything | {"sql": 0}).furthest] == ["data"]
    assert [
        each.id
        for each in of(
            app, everything | {"sql": 0, "pytorch": 0, "tensorflow": 0, "supervised_learning": 1}
        ).furthest
    ] == ["ml"]
    both = of(
        app,
        everything
        | {"linear_algebra": 0, "probability_statistics": 1}
        | {"python": 1, "software_engineering": 1, "algorithms": 1},
    )
    assert [each.id for each in both.furthest] == ["math", "programming"]
    assert of(app, everything).furthest == ()


def test_a_skip_counts_as_nothing_and_says_that_it_was_skipped(app: Flask, reader: Visitor) -> None:
    answered, skipped = (
        of(app, dict.fromkeys(SKILLS, 2) | {"sql": 0}),
        of(app, dict.fromkeys(SKILLS, 2) | {"sql": None}),
    )
    assert [row.bar for row in answered.areas] == [row.bar for row in skipped.areas]
    shown = {item: rating for item, rating, _ in ROW.findall(reader.result_of(CLEAR).html)}
    assert shown["r"] == {"en": "skipped", "ko": "건너뜀"}[reader.language]


def test_the_page_shows_every_row_of_it_and_the_title_says_the_finding(
    reader: Visitor, app: Flask
) -> None:
    reader.finish(CLEAR)
    page = reader.post("/assessments/1/target", role="research_scientist", stage="senior")
    found = of(app, CLEAR, "research_scientist", "senior")
    rows = [row for area in found.areas for row in area.items]
    assert [(item, required) for item, _, required in ROW.findall(page.html)] == [
        (row.item, str(row.required or "–")) for row in rows
    ]
    title = plain(TITLE.findall(page.html)[0])
    assert str(found.met) in title
    assert str(found.required) in title
    assert " · ".join(each.name[reader.language] for each in found.furthest) in title  # type: ignore[index]
    figure = page.html.partition('id="profile"')[2].partition("<details")[0]
    bars = [BAR.findall(lane)[0] for lane in LANE.findall(figure)]
    assert [tuple(float(each) if each else None for each in bar) for bar in bars] == [
        (row.bar.reach, row.bar.counts, row.bar.goal) for row in found.areas
    ]


def test_where_everything_is_met_the_title_says_so(reader: Visitor) -> None:
    reader.finish(MASTER)
    page = reader.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    title = TITLE.findall(page.html)[0]
    assert {"en": "requirements are met", "ko": "모두 채웠어요"}[reader.language] in title


def test_without_a_target_nothing_is_compared(visitor: Visitor) -> None:
    assert TITLE.findall(visitor.result_of(FEW).html) == []
