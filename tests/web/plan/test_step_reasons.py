"""Why each step is in the plan, and how many resources the filter hides."""

import html

import pytest

from app.planning.alternatives import level_of
from app.planning.model import PlannedStep, Target
from app.planning.plan import plan
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS, Levels, Visitor
from tests.web.plan.plan_pages import HOURS, MONDAY, PLAN, change, count, on, say, step_page, tick

GAP = "Gap: your target asks for %(skill)s at %(asked)s, and you start from %(start)s."
NEEDED, ON_THE_WAY = "Needed for:", "Not asked for by the role itself, but needed on the way."
WHY_HERE = "Why here:"
LEADS_TO = "step %(place)s of %(all)s to the level that your target asks for"
HIDES = (
    "Your choice of resources hides %(num)s more.",
    "Your choice of resources hides %(num)s more.",
)
BEGINNER: Levels = dict.fromkeys(SKILLS, 0) | {"r": None, "python": 1}
AIMS = [
    (CLEAR, Target("mlops_engineer", "lead")),
    (BEGINNER, Target("dl_engineer", "senior")),
    (BEGINNER, Target("ai_product_manager", "junior")),
]


@pytest.fixture(params=AIMS, ids=["CLEAR", "a beginner", "a manager"])
def made(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> tuple[PlannedStep, ...]:
    """Return the plan for this kind of person, which the reader has at assessment 1."""
    levels, target = request.param
    on(monkeypatch, MONDAY)
    reader.finish(levels)
    reader.post("/assessments/1/target", role=target.role, stage=target.stage)
    return plan(CATALOGUE, levels, target, HOURS, MONDAY).steps


def step_text(page: Page, step: str) -> str:
    """Return what the plan says about one step, with HTML entities decoded."""
    return html.unescape(page.html.partition(f'data-step="{step}"')[2].partition("</li>\n<li")[0])


def gaps(visitor: Visitor, step: PlannedStep, levels: Levels, target: Target) -> list[str]:
    asked = {
        each.item: each.level
        for each in CATALOGUE.role[target.role].stages[target.stage].requirements
    }
    found = []
    for item in (CATALOGUE.item[id] for id in step.closes):
        start = max(level_of(levels, skill) for skill in item.skills)
        assert asked[item.id] > start
        found.append(
            say(visitor, GAP, skill=item.name[visitor.language], asked=asked[item.id], start=start)
        )  # type: ignore[index]
    return found


def test_each_step_says_its_gap_and_one_without_says_what_it_is_needed_for(
    reader: Visitor, made: tuple[PlannedStep, ...], request: pytest.FixtureRequest
) -> None:
    levels, target = request.node.callspec.params["made"]
    page = reader.open(PLAN)
    fixed_words = max(say(reader, GAP, skill="|", asked="|", start="|").split("|"), key=len)
    for step in made:
        text, sentences = step_text(page, step.id), gaps(reader, step, levels, target)
        assert [each for each in sentences if each not in text] == [], step.id
        assert text.count(fixed_words) == len(step.closes), step.id
        assert (say(reader, NEEDED) in text) == bool(step.unlocks), step.id
        assert (say(reader, ON_THE_WAY) in text) == (not step.closes and not step.unlocks), step.id
        moves = CATALOGUE.role[target.role].moves
        reasons = [move.reason[reader.language] for move in moves if move.step == step.id]
        assert all(reason in text for reason in reasons), step.id
        assert (say(reader, WHY_HERE) in text) == bool(reasons), step.id


def test_a_step_that_adds_no_readiness_says_how_far_it_leads(
    reader: Visitor, made: tuple[PlannedStep, ...], request: pytest.FixtureRequest
) -> None:
    levels, target = request.node.callspec.params["made"]
    needs = CATALOGUE.role[target.role].stages[target.stage].requirements
    asked = {each.item: each.level for each in needs}
    page = reader.open(PLAN)
    for step in (step for step in made if step.closes and not step.gain):
        item = CATALOGUE.item[step.closes[0]]
        start = max(level_of(levels, skill) for skill in item.skills)
        place, steps = step.to_level - start, asked[item.id] - start
        assert say(reader, LEADS_TO, place=place, all=steps) in step_text(page, step.id)


def test_the_plans_of_this_test_hold_steps_of_each_kind() -> None:
    kinds = {
        (bool(s.closes), bool(s.unlocks))
        for levels, target in AIMS
        for s in plan(CATALOGUE, levels, target, HOURS, MONDAY).steps
    }
    assert {(True, True), (True, False), (False, True)} <= kinds
    assert any(
        step.closes and not step.gain
        for levels, target in AIMS
        for step in plan(CATALOGUE, levels, target, HOURS, MONDAY).steps
    )


CHOICES = [
    ({"resources": "en"}, {"en"}, False),
    ({"resources": "ko"}, {"ko"}, False),
    ({"free_only": "yes"}, {"en", "ko"}, True),
    ({}, {"en", "ko"}, False),
]


@pytest.mark.parametrize(("typed", "languages", "is_free"), CHOICES)
def test_what_the_choice_of_resources_hides_is_counted(
    reader: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    typed: dict[str, str],
    languages: set[str],
    is_free: bool,
) -> None:
    on(monkeypatch, MONDAY)
    reader.finish(BEGINNER)
    reader.post("/assessments/1/target", role="dl_engineer", stage="senior")
    page, numbers = change(reader, **typed), list[int]()
    for step in page.data("data-step"):
        there = [CATALOGUE.resource[id] for id in CATALOGUE.step[step].resources]
        hidden = sum(
            each.language not in languages or (is_free and each.cost == "paid") for each in there
        )
        numbers.append(hidden)
        assert (count(reader, *HIDES, hidden) in step_text(page, step)) == bool(hidden), step
    assert bool(sum(numbers)) == bool(typed), "each of these choices hides something"
    most = page.data("data-step")[numbers.index(max(numbers))]
    assert (count(reader, *HIDES, max(numbers)) in step_page(reader, most).text) == bool(typed)


def test_a_step_says_that_it_was_put_in(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, MONDAY)
    reader.finish(CLEAR)
    page = tick(reader, "cpp.0", "put_in")
    assert say(reader, "You put this step in.") in step_text(page, "cpp.0")
    assert say(reader, ON_THE_WAY) not in step_text(page, "cpp.0")
