"""Sharing a result, and the shared pages, for the walk through every page."""

from collections.abc import Iterator

from sqlalchemy import Engine

from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.sharing.shares import address_of, made


def shares(visitor: Visitor, engine: Engine) -> Iterator[tuple[str, Page]]:
    """Walk through links of the first assessment: created, opened, revoked."""
    path = "/assessments/1/share"
    yield "sharing", visitor.open(path)
    for name, boxes in {
        "alone": (),
        "with ratings": ("ratings",),
        "with a plan": ("plan",),
        "whole": ("ratings", "plan"),
    }.items():
        page = made(visitor, *boxes)
        yield f"a link made, {name}", page
        yield f"shared, {name}", visitor.open(address_of(page))
        if "plan" in boxes:
            yield f"shared plan, {name}", visitor.open(f"{address_of(page)}/plan")
    form = page.form("/share")
    yield "days that cannot be", visitor.press(page, form, "make", days="365")
    yield "an expired form of a link", visitor.press(page, form, "make", csrf_token="old")
    with refusing(engine, "read-only"):
        yield "a link not kept", visitor.press(page, form, "make")
    yield "a link taken back", visitor.press(page, page.form("/end"))
    yield "a link that opens nothing", visitor.open(address_of(page))
