"""Every form with invalid input: too long, too short, the wrong type, or forbidden characters."""

from collections.abc import Iterator

from sqlalchemy import Engine

from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor

Walk = Iterator[tuple[str, Page]]

NASTY = "a\x00\x07\x0b\x7f\x85\ufdd0\ufffe\U0010ffff\r\n\t<b>&amp;\"'b"
"""What a field can bring along: controls, what is no character, lines, and what would be HTML."""
PLAN = "/assessments/1/plan"
WEIGHTS = "/method/weights/mlops_engineer"
LOST = {"csrf_token": "lost"}


def nasty_plan(visitor: Visitor) -> Walk:
    """Fill the first assessment's plan, and the note of one of its steps."""
    yield from refused_terms(visitor, PLAN)
    yield from refused_notes(visitor, f"{PLAN}/steps/docker.0")


def refused_terms(visitor: Visitor, plan: str) -> Walk:
    page = visitor.open(plan)
    form = page.form("/plan")
    wrong = dict.fromkeys(
        (
            "hours",
            "start",
            "deadline",
            "role",
            "stage",
            "resources",
            "focus",
            "add",
            "put_in",
            "leave_out",
        ),
        NASTY,
    )
    yield "every term wrong", visitor.press(page, form, "keep", **wrong)
    yield (
        "every term wrong, in the other language",
        visitor.press(page, form, None, **wrong, lang=visitor.language),
    )
    yield (
        "a day that is none",
        visitor.press(page, form, "keep", start="2027-02-30", deadline="soon"),
    )
    yield "a deadline before the start", visitor.press(page, form, "keep", deadline="2099-01-06")
    yield "terms of a page that is too old", visitor.press(page, form, "keep", **wrong, **LOST)


def refused_notes(visitor: Visitor, path: str) -> Walk:
    page = visitor.open(path)
    form = page.form(path)
    yield "a note of 1,001 digits", visitor.press(page, form, "note", note="1" * 1001)
    yield "a note with everything", visitor.press(page, form, "note", note=NASTY, was=NASTY)
    yield (
        "a note of a page that is too old",
        visitor.press(page, form, "note", note=NASTY, was=NASTY, **LOST),
    )
    visitor.post(path, do="note", note="7, " * 300)
    yield "a long note changed elsewhere", visitor.press(page, form, "note", note="8", was="9")


def refused_names(visitor: Visitor, engine: Engine) -> Walk:
    page = visitor.open("/assessments/1/name")
    form = page.form("/name")
    yield "a name of a page that is too old", visitor.press(page, form, "save", name=NASTY, **LOST)
    yield "a name with everything", visitor.press(page, form, "save", name=NASTY)
    with refusing(engine, "read-only"):
        yield "a name not kept", visitor.press(page, form, "save", name="mine")


def weights(visitor: Visitor) -> Walk:
    page = visitor.open(WEIGHTS)
    form = page.form(WEIGHTS)
    yield "weights", page
    yield "weighed otherwise", visitor.press(page, form, "show", docker="0", nlp="90")
    yield (
        "every weight wrong",
        visitor.press(page, form, "show", **dict.fromkeys(CATALOGUE.item, NASTY)),
    )
    yield (
        "no weight at all",
        visitor.press(page, form, "show", **dict.fromkeys(CATALOGUE.item, "0")),
    )
    yield (
        "weights of a page that is too old",
        visitor.press(page, form, "show", docker=NASTY, **LOST),
    )
