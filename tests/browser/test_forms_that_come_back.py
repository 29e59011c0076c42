"""The error summary of a form takes the focus and leads by keyboard to the field."""

import pytest
from playwright.sync_api import expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.states import STATES
from tests.support.databases import in_english_unless_verify

pytestmark = pytest.mark.verify

LABEL_IS_SEEN = """field => {
  const { top, bottom } = document.querySelector(`label[for="${field}"]`).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""
FIELDS = {
    "plan, wrong terms": ["hours", "deadline"],
    "step, note changed elsewhere": ["note"],
    "name, too long": ["name"],
    "weights, a wrong number": ["docker"],
}


@in_english_unless_verify
@pytest.mark.parametrize("state", FIELDS)
def test_the_summary_has_the_focus_and_each_link_leads_to_its_field(
    visit: Visit, state: str, language: Language
) -> None:
    person = visit(language)
    STATES[state](person)
    page = person.page
    summary = page.locator("[data-focus]")
    expect(summary).to_be_focused()
    assert page.title().startswith(person.say("Error:"))
    for place, field in enumerate(FIELDS[state], 1):
        summary.focus()
        for _ in range(place):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(f"#{field}")).to_be_focused()
        expect(page.locator(f"#{field}")).to_be_in_viewport()
        assert page.evaluate(LABEL_IS_SEEN, field)
