"""The short form: its pages, the result so far and the questions for a plan, in every state."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Engine

from app.scoring.short_form import PAGE_SIZES
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.walk_forms import LOST, NASTY

Walk = Iterator[tuple[str, Page]]
TARGET = "role=dl_engineer&stage=junior"
Choices = Mapping[str, str]


def short_form(visitor: Visitor, engine: Engine) -> Walk:
    """Begin and answer short forms: one with mixed levels, then zeros, then skips only."""
    page = visitor.begin_short()
    yield "short form", page
    yield from refused_short_form(visitor, engine, page)
    yield from answered(visitor, page, {"cloud": "aws.4"}, "3")
    yield from questions_for_plan(visitor, engine, page.path)
    for name, choices, level in (("zeros", {"cloud": "none"}, "0"), ("skips", {}, "skip")):
        for state, each in answered(visitor, visitor.begin_short(), choices, level):
            yield f"{state}, {name}", each
    yield "home in the middle of a short form", visitor.open("/")


def refused_short_form(visitor: Visitor, engine: Engine, page: Page) -> Walk:
    form, nasty = page.form("/quick"), dict.fromkeys(("python", "cloud", "framework"), NASTY)
    yield "short form, all wrong", visitor.press(page, form, "next", **nasty)
    yield (
        "short form, all wrong, in the other language",
        visitor.press(page, form, None, **nasty, lang=visitor.language),
    )
    yield "short form of a page that is too old", visitor.press(page, form, "next", **nasty, **LOST)
    with refusing(engine, "read-only"):
        yield "short form not kept", visitor.press(page, form, "next", python="4", cloud="gcp.2")


def answered(visitor: Visitor, page: Page, choices: Choices, level: str) -> Walk:
    for _ in PAGE_SIZES:
        names = {f["name"] for form in page.forms for f in form.fields if f.get("type") == "radio"}
        typed = {n: choices.get(n, "skip" if n not in CATALOGUE.skill else level) for n in names}
        page = visitor.press(page, page.form("/quick"), "next", **typed)
        yield f"after {' '.join(sorted(names))}", page
    again = visitor.open(page.path.replace("so-far", "quick?page=1"))
    yield "first page, answered", again


def questions_for_plan(visitor: Visitor, engine: Engine, quick: str) -> Walk:
    path = quick.replace("quick", "for-plan")
    yield "a page after the result so far", visitor.open(f"{quick}?page={len(PAGE_SIZES) + 1}")
    page = visitor.open(f"{path}?{TARGET}")
    yield "questions for a plan", page
    form, nasty = page.form(path), dict.fromkeys(("computer_vision", "role", "cloud"), NASTY)
    yield (
        "questions for a plan, wrong",
        visitor.press(page, form, None, pytorch=NASTY, framework=NASTY),
    )
    yield "questions for a plan, all wrong", visitor.press(page, form, None, **nasty)
    yield "questions for a plan, too old", visitor.press(page, form, None, **nasty, **LOST)
    with refusing(engine, "read-only"):
        yield "questions for a plan, not kept", visitor.press(page, form, None)
    yield "a plan after the short form", visitor.press(page, form, None)
    yield "its result", visitor.open(quick.replace("/quick", ""))
