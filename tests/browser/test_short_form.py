"""The short form in a browser, with and without script: from the first question to the plan."""

import pytest
from playwright.sync_api import expect

from app.catalogue.text import Language
from app.scoring.short_form import PAGE_SIZES
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.support.visitor import CLEAR


def answer_page(person: Person) -> list[str]:
    """Answer each question of a page as somebody who reads down the levels would."""
    asked = [
        str(each.get_attribute("id")) for each in person.page.locator("fieldset.question").all()
    ]
    for name in asked:
        level = CLEAR.get(name, CLEAR["aws"] if name == "cloud" else CLEAR["pytorch"])
        value = {"cloud": f"aws.{level}", "framework": f"pytorch.{level}"}.get(name, str(level))
        radio = person.page.locator(f'input[name="{name}"][value="{value}"]')
        if not radio.is_visible():
            person.page.locator(f"#{name} summary").first.click()
        radio.check()
    return asked


@pytest.mark.parametrize(
    ("script", "language"),
    [
        (True, "en"),
        (False, "ko"),
        pytest.param(True, "ko", marks=pytest.mark.verify),
        pytest.param(False, "en", marks=pytest.mark.verify),
    ],
)
def test_from_the_first_question_to_the_plan(
    visit: Visit, server: Server, language: Language, script: bool
) -> None:
    person = visit(language, script=script)
    person.go("/")
    person.press("Begin")
    asked: list[str] = []
    for _ in PAGE_SIZES:
        person.comes_to("/assessments/1/quick")
        asked += answer_page(person)
        person.page.locator(".bar .button").first.click()
    person.comes_to("/assessments/1/so-far")
    expect(person.page.locator("[data-closest]")).to_have_attribute(
        "data-closest", "mlops_engineer"
    )
    assert len(server.levels(person.secret)) == len(asked) == sum(PAGE_SIZES)
    person.press("Make my plan")
    person.comes_to("/assessments/1/for-plan")
    asked += answer_page(person)
    person.press("Make my plan")
    person.comes_to("/assessments/1/plan")
    expect(person.page.locator("[data-step]").first).to_be_visible()
    assert len(server.levels(person.secret)) == len(asked) == len(set(asked))
