"""Create links by the form of a result, and read their addresses from the page."""

import re

from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor

BOXES = ((), ("ratings",), ("plan",), ("ratings", "plan"))
NAME, NOTE, STEP = "Xq7name", "Xq7note", "software_engineering.1"
"""What somebody has typed, and the step of their plan that the note is on."""
ADDRESS = re.compile(r'<textarea id="address"[^>]*>http://localhost(/shared/[\w-]{43})</textarea>')


def made(visitor: Visitor, *boxes: str, number: int = 1, days: str = "7") -> Page:
    """Return the page after creating a link with these boxes ticked."""
    page = visitor.open(f"/assessments/{number}/share")
    return visitor.press(
        page, page.form("/share"), "make", days=days, **dict.fromkeys(boxes, "yes")
    )


def address_of(page: Page) -> str:
    """Return the path of the link that the page shows."""
    found = ADDRESS.search(page.html)
    assert found, "the page shows no address"
    return found[1]


def link(visitor: Visitor, *boxes: str, number: int = 1, days: str = "7") -> str:
    """Create a link and return its path."""
    return address_of(made(visitor, *boxes, number=number, days=days))


def unnamed(page: Page, path: str) -> str:
    """Return a page's HTML without its own address."""
    return page.html.replace(path, "/shared/…")


def followed(visitor: Visitor) -> Visitor:
    """Return a visitor with a named assessment, a plan in progress and a note."""
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="senior")
    visitor.post("/assessments/1/name", name=NAME)
    visitor.post("/assessments/1/plan", hours="7", go="today")
    visitor.post(f"/assessments/1/plan/steps/{STEP}", do="begun", note=NOTE)
    return visitor
