"""Two devices of one person: a code, a merge, a new code, and a browser that is signed out."""

import re

import pytest
from playwright.sync_api import Page, expect

from app.catalogue.text import Language
from app.storage.answers import Answer
from tests.browser.conftest import Visit
from tests.browser.person import Person
from tests.browser.server import Server
from tests.support.databases import in_english_unless_verify
from tests.support.visitor import CLEAR, FLAT

pytestmark = pytest.mark.verify

MADE_ALREADY = (
    "A code has been made since that page was opened, and a code is shown once. "
    "If you have not noted it, make a new one."
)
SLIP = (
    "One letter or digit is not right, or two have changed places. "
    "Compare it with your note, one group after the other."
)


def result(person: Person, number: int) -> str:
    """Return the closest role as the page names it."""
    person.go(f"/assessments/{number}")
    return person.page.locator("[data-closest]").get_attribute("data-closest") or ""


def note(person: Person) -> str:
    """Return the code on the page, as somebody notes it down."""
    shown = person.page.locator("[data-code]")
    expect(shown).to_be_visible()
    return " ".join(shown.inner_text().split())


def type_code(person: Person, typed: str) -> None:
    person.page.locator("#code").fill(typed)
    person.press("Open my assessments")


def slipped(code: str) -> str:
    """Return the code with two neighbours of its first group swapped, or one changed if equal."""
    first, second = code[0], code[1]
    return (second + first if first != second else ("0" if first != "0" else "2") + second) + code[
        2:
    ]


def saved(page: Page) -> list[str]:
    """Return the first words of each assessment in the list."""
    return page.locator(".saved h2").all_inner_texts()


@in_english_unless_verify
def test_two_devices_come_together_and_one_is_ended(
    visit: Visit, server: Server, language: Language
) -> None:
    first, second = visit(language), visit(language)
    second.expects("400 (", "404 (")
    first.fill(CLEAR)
    before = result(first, 1)
    first.press("Make a return code")
    code = note(first)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4} ?){7}", code)

    second.fill(FLAT)
    second.go("/return")
    type_code(second, slipped(code))
    expect(second.page.locator("#code-problem")).to_have_text(second.say(SLIP))
    expect(second.page.get_by_role("alert")).to_be_focused()
    assert second.page.locator("#code").input_value() == slipped(code)
    type_code(second, code.lower().replace(" ", "-").replace("0", "o").replace("1", "l"))
    second.press("Bring them together")
    second.comes_to("/assessments")
    assert len(saved(second.page)) == 2
    assert result(second, 1) == before
    assert [each.number for each in server.assessments(first.secret)] == [2, 1]
    assert server.assessments(first.secret) == server.assessments(second.secret)

    first.go("/return/code")
    first.press("Make a new code, end the old one")
    newer = note(first)
    assert newer != code
    first.press("It is noted: to my assessments")
    assert len(saved(first.page)) == 2
    first.press("Return code and devices")
    first.press("End all but this one")
    expect(first.page.locator("#devices ~ .saved > li")).to_have_count(1)

    second.go("/assessments/1")
    second.press("I have a return code")
    type_code(second, code)
    expect(second.page.locator("#code-problem")).to_be_visible()
    type_code(second, newer)
    second.comes_to("/assessments")
    assert len(saved(second.page)) == 2


def test_a_tab_left_open_while_its_assessment_moves_says_that_it_keeps_nothing(
    visit: Visit, server: Server
) -> None:
    first, second = visit(), visit()
    second.expects("400 (", "404 (")
    first.fill(CLEAR)
    first.go("/assessments/1")
    first.press("Make a return code")
    code = note(first)
    second.begin("programming")
    second.choose("python", 3)
    expect(second.state("python")).to_have_text(second.say("✓ Kept"))
    tab = second.context.new_page()
    second.go("/return", tab)
    tab.locator("#code").fill(code)
    second.press("Open my assessments", tab)
    second.press("Bring them together", tab)
    second.comes_to("/assessments", tab)
    second.choose("cpp", 2)
    expect(second.state("cpp")).to_have_text(
        second.say("Not kept: this assessment is no longer open in this browser")
    )
    assert server.answers(first.secret) == {"python": Answer(3, 1)}
    second.go("/assessments/2/programming")
    expect(second.radio("python", 3)).to_be_checked()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_code_is_downloaded_as_a_file_and_going_back_makes_no_other(
    visit: Visit, script: bool
) -> None:
    person = visit(script=script)
    person.fill(CLEAR)
    person.go("/return/code")
    person.press("Make a return code")
    code = note(person)
    with person.page.expect_download() as file:
        person.press("Keep as a text file")
    assert code in file.value.path().read_text()
    # The form is sent again.
    person.page.reload()
    person.comes_to("/return/code")
    expect(person.page.get_by_role("status")).to_contain_text(person.say(MADE_ALREADY))
    assert code not in person.page.content()
    person.page.context.clear_cookies()
    person.go("/return")
    type_code(person, code)
    person.comes_to("/assessments")
    assert len(saved(person.page)) == 1
