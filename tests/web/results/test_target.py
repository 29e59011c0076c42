"""The target that is chosen on the result page, and where its form leads."""

import pytest

from app.catalogue.model import STAGES
from app.planning.model import USUAL_HOURS_A_WEEK, Target
from app.planning.plan import plan
from tests.support.page import Page
from tests.support.visitor import (
    CATALOGUE,
    CLEAR,
    Visitor,
)
from tests.web.results.test_results import ALMOST, ROLES


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stage", STAGES)
def test_any_role_and_stage_can_be_the_target(visitor: Visitor, role: str, stage: str) -> None:
    page = visitor.result_of(CLEAR)
    after = visitor.press(
        page,
        next(form for form in page.forms if form.attributes.get("id") == "target"),
        role=role,
        stage=stage,
    )
    assert after.path == "/assessments/1"
    shown = next(form for form in after.forms if form.attributes.get("id") == "target")
    assert (shown.values["role"], shown.values["stage"]) == (role, stage)
    expected = plan(CATALOGUE, CLEAR, Target(role, stage), USUAL_HOURS_A_WEEK)  # type: ignore[arg-type]
    assert visitor.open("/assessments/1/plan").data("data-step") == [
        step.id for step in expected.steps
    ]
    assert after.data("data-closest") == ["mlops_engineer"], "a target changes no result"


@pytest.mark.parametrize(("stage", "met"), [("next", "lead"), ("", "lead"), ("junior", "junior")])
def test_without_a_stage_the_target_is_the_next_one_that_is_not_met(
    visitor: Visitor, stage: str, met: str
) -> None:
    visitor.finish(ALMOST)
    page = visitor.post("/assessments/1/target", role="ai_product_manager", stage=stage)
    assert (
        next(form for form in page.forms if form.attributes.get("id") == "target").values["stage"]
        == met
    )


def test_an_address_can_ask_for_a_target_which_is_selected_and_not_saved(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    asked = reader.open("/assessments/1?role=dl_engineer&stage=lead")
    assert target_form(asked) == ("dl_engineer", "lead")
    assert target_form(reader.open("/assessments/1?role=dl_engineer")) == ("dl_engineer", "next")
    unknown = ("role=chief&stage=lead", "role=dl_engineer&stage=chief", "stage=lead")
    for query in unknown:
        again = reader.open(f"/assessments/1?{query}")
        assert target_form(again) == target_form(page)
        assert again.data("aria-invalid") == []
    assert reader.open("/assessments/1").text == page.text


def target_form(page: Page) -> tuple[str, str]:
    """Return the selected target of the form."""
    form = next(form for form in page.forms if form.attributes.get("id") == "target")
    return form.values["role"], form.values["stage"]


def test_the_target_leads_to_the_plan_where_its_form_asks_for_it(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    assert (
        visitor.post("/assessments/1/target", role="dl_engineer", go="plan").path
        == "/assessments/1/plan"
    )
