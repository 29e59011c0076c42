"""Return codes as a visitor uses them."""

from app.storage.return_codes import grouped
from tests.support.page import Page
from tests.support.visitor import CLEAR, Levels, Visitor


def code_on(page: Page) -> str:
    """Return the code that a page shows, without spaces."""
    code = page.form("/shown").values["code"]
    assert grouped(code) in page.text
    return code


def make_code(visitor: Visitor) -> str:
    """Create a code by the form of its page."""
    page = visitor.open("/return/code")
    return code_on(visitor.press(page, page.form("/return/code")))


def enter(visitor: Visitor, code: str) -> Page:
    page = visitor.open("/return")
    return visitor.press(page, page.form("/return"), code=code)


def choose(visitor: Visitor, page: Page, choice: str) -> Page:
    """Answer the page that asks what to do when both sides have assessments."""
    return visitor.press(page, page.form("/return/merge"), choice)


def newcomer(visitor: Visitor) -> Visitor:
    """Return a visitor on another device with an empty cookie jar."""
    return Visitor(visitor.app, visitor.language)


def with_result(visitor: Visitor, levels: Levels = CLEAR) -> Visitor:
    """Return a visitor on another device with a finished assessment."""
    found = newcomer(visitor)
    found.finish(levels)
    return found


def secret(visitor: Visitor) -> str | None:
    cookie = visitor.client.get_cookie("orienteer")
    return cookie.value if cookie else None


def numbers(visitor: Visitor) -> list[str]:
    """Return the numbers of the assessments that the list links to."""
    return [
        link
        for link in visitor.open("/assessments").links
        if link.count("/") == 2 and link.rpartition("/")[2].isdigit()
    ]


def devices(visitor: Visitor) -> int:
    return sum(
        "device" in form.values and form.values["device"] != "others"
        for form in visitor.open("/return/code").forms
    )
