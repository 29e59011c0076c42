"""The states of "My data", and how to reach them."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from tests.browser.person import Person
from tests.exports.own_data_files import changed, whole
from tests.support.visitor import CLEAR

FILE: Final = "copy.json"


def choose_file(person: Person, content: bytes | str) -> None:
    """Choose a file in the form of "My data" and press its button."""
    file = content if isinstance(content, bytes) else content.encode()
    person.page.locator("#file").set_input_files(
        {"name": FILE, "mimeType": "application/json", "buffer": file}
    )
    person.press("Take the file in")


def with_data(path: str) -> Callable[[Person], None]:
    """A page of somebody with a finished and a deleted assessment, and a note."""

    def way(person: Person) -> None:
        person.fill(CLEAR)
        person.fill({"python": 1}, 2, finish=False)
        person.go("/assessments")
        person.press("Delete")
        expect(person.page.locator(".notice form")).to_be_visible()
        person.go("/assessments/1/plan/steps/docker.3")
        person.page.locator("#note").fill("mine")
        person.press("Keep the note")
        person.go(path)

    return way


def refused(person: Person) -> None:
    person.expects("400 (")
    person.go("/data")
    choose_file(person, changed("assessments.0.answers.python.level", 7))
    expect(person.page.locator("#file-problem")).to_be_visible()


def taken_in(person: Person) -> None:
    person.go("/data")
    choose_file(person, whole())
    expect(person.page.locator(".notice.good")).to_be_visible()


def erased(person: Person) -> None:
    with_data("/data/erase")(person)
    person.press("Erase everything now")
    expect(person.page.locator("[data-clear]")).to_be_visible()


DATA_STATES: Final = {
    "data, none": lambda person: person.go("/data"),
    "data": with_data("/data"),
    "data, a file refused": refused,
    "data, a file taken in": taken_in,
    "erase": with_data("/data/erase"),
    "erase, nothing": lambda person: person.go("/data/erase"),
    "erased": erased,
}
