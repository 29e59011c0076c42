"""Light or dark by choice: what a browser paints, and that unsaved answers survive the switch."""

import pytest
from playwright.sync_api import Page, expect

from app.catalogue.text import Language
from app.web.theme import PAPER
from tests.browser.conftest import Visit
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import AREAS, CLEAR

pytestmark = pytest.mark.verify

GROUND = "() => getComputedStyle(document.body).backgroundColor"
INK = "() => getComputedStyle(document.body).color"


def rgb(code: str) -> str:
    return f"rgb({', '.join(str(int(code[place : place + 2], 16)) for place in (1, 3, 5))})"


def grounds(page: Page) -> dict[str, str]:
    """Return the page's background when the device is light, and when it is dark."""
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = page.evaluate(GROUND)
    return found


@pytest.mark.parametrize("script", [True, False])
@in_english_unless_verify
def test_a_choice_outdoes_the_device_until_it_is_taken_back(
    visit: Visit, language: Language, script: bool
) -> None:
    person = visit(language, script=script)
    person.go("/roles")
    own = {theme: rgb(paper) for theme, paper in PAPER.items()}
    assert grounds(person.page) == own
    for word, theme in (("Dark", "dark"), ("Light", "light")):
        person.press(word)
        person.comes_to("/roles")
        expect(
            person.page.get_by_role("button", name=person.say(word), exact=True, pressed=True)
        ).to_be_in_viewport()
        assert grounds(person.page) == dict.fromkeys(own, own[theme])
    person.press("As on this device")
    expect(person.page.locator("html[data-theme]")).to_have_count(0)
    assert grounds(person.page) == own


@pytest.mark.parametrize("script", [True, False])
def test_answers_being_given_outlast_it(visit: Visit, script: bool) -> None:
    person = visit(script=script)
    person.begin("mlops")
    for skill in AREAS["mlops"]:
        person.choose(skill, CLEAR[skill])
    person.press("Dark")
    expect(person.page.locator("html[data-theme=dark]")).to_be_attached()
    person.comes_to("/assessments/1/mlops")
    for skill in AREAS["mlops"]:
        expect(person.radio(skill, CLEAR[skill])).to_be_checked()
    assert person.server.levels(person.secret) == {skill: CLEAR[skill] for skill in AREAS["mlops"]}


def test_what_is_printed_is_dark_on_white_whatever_was_chosen(visit: Visit) -> None:
    person = visit()
    person.go("/roles")
    person.press("Dark")
    expect(person.page.locator("html[data-theme=dark]")).to_be_attached()
    person.page.emulate_media(media="print", color_scheme="dark")
    assert (person.page.evaluate(GROUND), person.page.evaluate(INK)) == (
        "rgb(255, 255, 255)",
        "rgb(0, 0, 0)",
    )
