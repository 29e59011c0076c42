"""Return codes in every state: created, revoked, mistyped, entered, and with data on both sides."""

from collections.abc import Iterator

from sqlalchemy import Engine

from app.storage.return_codes import grouped, new_code
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import FLAT, Visitor
from tests.web.returning.return_codes import (
    choose,
    code_on,
    enter,
    make_code,
    newcomer,
    with_result,
)
from tests.web.walk_forms import LOST, NASTY

Walk = Iterator[tuple[str, Page]]


def returns(visitor: Visitor, engine: Engine) -> Walk:
    """Walk through the pages of somebody else with a result, on several devices."""
    first = with_result(visitor, FLAT)
    page = first.open("/return/code")
    yield "no code yet", page
    made = first.press(page, page.form("/return/code"))
    yield "a code", made
    yield (
        "the code in the other language",
        first.press(made, made.form("/shown"), None, lang=first.language),
    )
    yield "a code made already", first.press(page, page.form("/return/code"))
    yield "a result with a code", first.open("/assessments/1")
    yield "leaving with a code", first.open("/leave")
    yield from wrong_codes(newcomer(visitor), engine)
    yield from entered(visitor, code_on(made))
    page = first.open("/return/code")
    yield "three browsers", page
    yield "one ended", first.press(page, page.form("/devices"), device=ended(page)[0])
    yield "the same one again", first.press(page, page.form("/devices"), device=ended(page)[0])
    yield "all others ended", first.post("/return/devices", device="others")


def ended(page: Page) -> list[str]:
    """Return the browsers that a page offers to sign out."""
    found = [
        form.values["device"]
        for form in page.forms
        if form.action.endswith("/devices") and form.buttons
    ]
    return [each for each in found if each != "others"]


def wrong_codes(visitor: Visitor, engine: Engine) -> Walk:
    code = new_code()
    yield "the way in", visitor.open("/return")
    yield "no code", enter(visitor, " ")
    yield "a code cut short", enter(visitor, code[:-1])
    yield "a slip", enter(visitor, code[:-1] + ("0" if code[-1] != "0" else "1"))
    yield "an unknown code", enter(visitor, grouped(code).lower())
    yield "signs of no code", enter(visitor, NASTY)
    page = visitor.open("/return")
    yield (
        "a code of a page that is too old",
        visitor.press(page, page.form("/return"), code=NASTY, **LOST),
    )
    yield (
        "a code in the other language",
        visitor.press(page, page.form("/return"), None, code=NASTY, lang=visitor.language),
    )
    tried = Visitor(visitor.app, visitor.language)
    for _ in range(20):
        enter(tried, code)
    yield "too many codes", enter(tried, code)
    known = make_code(with_result(visitor))
    with refusing(engine, "read-only"):
        yield "a code that cannot be entered now", enter(newcomer(visitor), known)


def entered(visitor: Visitor, code: str) -> Walk:
    new = newcomer(visitor)
    yield "entered", enter(new, code)
    yield "entered twice", enter(new, code)
    for choice in ("open", "together"):
        other = with_result(visitor)
        page = enter(other, code)
        yield f"both sides, before {choice}", page
        yield (
            f"both sides in the other language, before {choice}",
            other.press(page, page.form("/merge"), None, lang=other.language),
        )
        yield f"both sides, {choice}", choose(other, page, choice)
