"""A walk through every page in every state, by the pages' own forms and links."""

from collections.abc import Iterator

from sqlalchemy import Engine

from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, FEW, FLAT, MASTER, SKILLS, Visitor
from tests.web.walk_data import erased, own_data
from tests.web.walk_forms import nasty_plan, refused_names, weights
from tests.web.walk_of_plans import followed_plan, next_plan
from tests.web.walk_of_returns import returns
from tests.web.walk_of_shares import shares
from tests.web.walk_of_short_form import short_form

READING = (
    "/",
    "/roles",
    *(f"/roles/{role}" for role in CATALOGUE.role),
    "/ai-work",
    "/method",
    "/example",
    "/example/plan",
    "/privacy",
    "/accessibility",
    "/leave",
    "/data",
    "/data/erase",
)
ALMOST = dict.fromkeys(SKILLS, 3)
"""All that study can bring: what is left for a lead is experience."""

Walk = Iterator[tuple[str, Page]]


def walk(visitor: Visitor) -> Walk:
    """Yield the name of each state with its page."""
    for path in (*READING, "/assessments"):
        yield f"new visitor at {path}", visitor.open(path)
    yield from questions(visitor)
    yield from refused_questions(visitor, context_of(visitor.app).engine)
    yield from finished(visitor)
    yield from followed_plan(visitor, context_of(visitor.app).engine)
    yield from shares(visitor, context_of(visitor.app).engine)
    yield from other_results(visitor)
    yield from saved(visitor)
    yield from nasty_plan(visitor)
    yield from refused_names(visitor, context_of(visitor.app).engine)
    yield from weights(visitor)
    yield from next_plan(visitor)
    yield from returns(visitor, context_of(visitor.app).engine)
    yield from short_form(visitor, context_of(visitor.app).engine)
    yield from errors(visitor)
    yield from own_data(visitor)
    left = visitor.open("/leave")
    yield "left", visitor.press(left, left.form("/leave"))
    yield from erased(visitor)


def questions(visitor: Visitor) -> Walk:
    page = visitor.begin()
    yield "first questions", page
    for area, skills in AREAS.items():
        page = visitor.open(f"/assessments/1/{area}")
        yield f"{area}, untouched", page
        typed = {skill: "skip" if n else "3" for n, skill in enumerate(skills)}
        yield f"after {area}", visitor.press(page, page.form(area), "next", **typed)
        yield f"{area}, answered", visitor.open(f"/assessments/1/{area}")
    yield "home on the way", visitor.open("/")
    yield "unfinished, saved", visitor.open("/assessments")
    yield "review", visitor.open("/assessments/1/review")


def refused_questions(visitor: Visitor, engine: Engine) -> Walk:
    path = "/assessments/1/math"
    page = visitor.open(path)
    yield "unknown level", visitor.press(page, page.form("math"), "next", calculus="9")
    visitor.put("calculus", {"level": 1, "revision": 7})
    yield "stale form", visitor.press(page, page.form("math"), "next", calculus="4")
    yield (
        "expired form",
        visitor.press(page, page.form("math"), "next", calculus="4", csrf_token="old"),
    )
    with refusing(engine, "read-only"):
        yield "questions not kept", visitor.press(page, page.form("math"), "next", calculus="4")
        yield (
            "page not kept",
            visitor.press(visitor.open("/"), visitor.open("/").form("/assessments")),
        )


def finished(visitor: Visitor) -> Walk:
    yield "a clear result", visitor.result_of(CLEAR, 1)
    yield "home with a result", visitor.open("/")
    yield "plan", visitor.open("/assessments/1/plan")
    yield "the week of a proposal", visitor.open("/assessments/1/plan/week")
    yield "plan at another pace", visitor.post("/assessments/1/plan", hours="20")
    yield "hours that cannot be", visitor.post("/assessments/1/plan", hours="0")
    yield "hours in words", visitor.post("/assessments/1/plan", hours="many")
    yield "no hours", visitor.post("/assessments/1/plan")
    for stage in ("junior", "senior", "lead", "next"):
        yield (
            f"target {stage}",
            visitor.post("/assessments/1/target", role="research_scientist", stage=stage),
        )


def other_results(visitor: Visitor) -> Walk:
    yield "too close to call", visitor.result_of(FLAT)
    yield "one of them appeals", visitor.post("/assessments/2/target", role="dl_engineer")
    yield "not enough", visitor.result_of(FEW)
    yield "plan without a ranking", visitor.open("/assessments/3/plan")
    yield (
        "a target without a ranking",
        visitor.post("/assessments/3/target", role="dl_engineer", stage="junior"),
    )
    yield "the plan for it", visitor.open("/assessments/3/plan")
    yield "nothing answered", visitor.result_of({})
    yield "all met", visitor.result_of(MASTER)
    visitor.post("/assessments/5/target", role="ml_engineer", stage="lead")
    yield "nothing left to learn", visitor.open("/assessments/5/plan")
    yield "all but experience", visitor.result_of(ALMOST)
    visitor.post("/assessments/6/target", role="ml_engineer", stage="lead")
    yield "experience is left", visitor.open("/assessments/6/plan")


def saved(visitor: Visitor) -> Walk:
    for earlier, later in ((1, 2), (3, 2), (3, 4), (5, 6), (1, 1)):
        yield (
            f"compare {earlier} with {later}",
            visitor.open(f"/assessments/{earlier}/compare/{later}"),
        )
    yield "naming", visitor.open("/assessments/1/name")
    yield "a name that is too long", visitor.post("/assessments/1/name", name="n" * 81)
    yield "a name that cannot be shown", visitor.post("/assessments/1/name", name="a\x07b")
    yield "saved", visitor.open("/assessments")
    yield "deleted", visitor.post("/assessments/4/delete")
    yield "back again", visitor.post("/assessments/4/restore")
    for _ in range(26):
        visitor.post("/assessments", **{"from": "2"})
    yield "more than a page", visitor.open("/assessments")


def errors(visitor: Visitor) -> Walk:
    yield "no such page", visitor.open("/nothing")
    yield "no such assessment", visitor.open("/assessments/999")
    yield (
        "no such kind of request",
        visitor.open("/assessments/1", "POST", data={"csrf_token": visitor.token}),
    )
    yield "bad request", visitor.post("/assessments/1/target", role="nobody")
    yield "expired token", visitor.open("/assessments", "POST", data={"csrf_token": "old"})
    yield "too much", visitor.open("/assessments", "POST", data={"x": "y" * 70_000})
