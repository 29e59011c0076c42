"""The map beside a plan: its course is the plan's open steps, from what is done already."""

from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import PLAN, senior, tick
from tests.web.results.test_map import PLACES, drawing, texts
from tests.web.sharing.shares import link

STEPS = [step for step in senior().steps if step.kind == "study"]


def next_skills(page: Page) -> str:
    """Return the caption, which lists the first skills of the course in their order."""
    return page.html.partition('<figcaption class="hidden">')[2].partition("</figcaption>")[0]


def labels(visitor: Visitor, skills: list[str]) -> str:
    """Return the labels of the first three different skills."""
    first = list(dict.fromkeys(skills))[:3]
    return ", ".join(PLACES.skills[skill].label[visitor.language] for skill in first)  # type: ignore[index]


def test_its_course_goes_through_the_steps_of_the_plan(starter: Visitor) -> None:
    page = starter.open(PLAN)
    assert texts(page, "number") == ["1", "2", "3"]
    assert labels(starter, [step.skill for step in STEPS]) in next_skills(page)


def test_a_step_that_is_done_raises_the_land_and_leaves_the_course(starter: Visitor) -> None:
    before = starter.open(PLAN)
    tick(starter, STEPS[0].id)
    after = starter.open(PLAN)
    assert labels(starter, [step.skill for step in STEPS[1:]]) in next_skills(after)
    assert drawing(before) != drawing(after)


def test_a_shared_plan_has_no_map_because_it_would_show_the_ratings(starter: Visitor) -> None:
    shared = Visitor(starter.app).open(link(starter, "plan") + "/plan")
    assert shared.status == 200
    assert 'class="map"' not in shared.html
