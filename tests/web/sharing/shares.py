"""What the tests of shared results do: make a link by its form, and read its address off the page."""

import re

from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor

BOXES = ((), ("ratings",), ("plan",), ("ratings", "plan"))
NAME, NOTE, STEP = "Xq7name", "Xq7note", "software_engineering.1"
"""What somebody has typed, and the step of their plan that the note is on."""
ADDRESS = re.compile(r'<textarea id="address"[^>]*>http://localhost(/shared/[\w-]{43})</textarea>')


def made(visitor: Visitor, *boxes: str, number: int = 1, days: str = "7") -> Page:
    """The page after making a link with these boxes ticked."""
    page = visitor.open(f"/assessments/{number}/share")
    return visitor.press(
        page, page.form("/share"), "make", days=days, **dict.fromkeys(boxes, "yes")
    )


def address_of(page: Page) -> str:
    """The path of the link that the page shows."""
    found = ADDRESS.search(page.html)
    assert found, "the page shows no address"
    return found[1]


def link(visitor: Visitor, *boxes: str, number: int = 1, days: str = "7") -> str:
    """The path of a new link."""
    return address_of(made(visitor, *boxes, number=number, days=days))


def unnamed(page: Page, path: str) -> str:
    """A page without its own address."""
    return page.html.replace(path, "/shared/…")


def followed(visitor: Visitor) -> Visitor:
    """Somebody with a name on their assessment, a plan under way, and a note."""
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="senior")
    visitor.post("/assessments/1/name", name=NAME)
    visitor.post("/assessments/1/plan", hours="7", go="today")
    visitor.post(f"/assessments/1/plan/steps/{STEP}", do="begun", note=NOTE)
    return visitor
