"""The states of a followed plan: its weeks, its steps, its refused forms, and the next plan."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine

from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor

PLAN = "/assessments/1/plan"
MET, UNASKED, EXPERIENCE = "monitoring.0", "r.1", "monitoring.3"
NOTE = "1, 2, 3"
"""A note is in whatever language its writer likes: this one is in none."""

Walk = Iterator[tuple[str, Page]]


def followed_plan(visitor: Visitor, engine: Engine) -> Walk:
    """Follow the plan of a first assessment with the ratings CLEAR.

    Its target becomes senior MLOps engineer.
    """
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="senior")
    page = visitor.open(PLAN)
    yield "a followed plan", page
    yield "a week", visitor.open(f"{PLAN}/week")
    first, second, *_ = page.data("data-step")
    yield from step(visitor, first)
    yield from refused_step(visitor, engine, f"{PLAN}/steps/{first}")
    yield from step_choices(visitor, second)
    yield from terms(visitor, engine)
    yield from weeks(visitor)
    yield "home of a follower", visitor.open("/")
    yield "the result of a follower", visitor.open("/assessments/1")


def step(visitor: Visitor, id: str) -> Walk:
    path = f"{PLAN}/steps/{id}"
    for name, found in (
        ("open", id),
        ("met already", MET),
        ("unasked for", UNASKED),
        ("experience", EXPERIENCE),
    ):
        yield f"a step {name}", visitor.open(f"{PLAN}/steps/{found}")
    for do in ("note", "begun", "open", "done"):
        yield f"after {do}", visitor.post(path, do=do, note=NOTE)
        yield f"a step after {do}", visitor.open(path)


def refused_step(visitor: Visitor, engine: Engine, path: str) -> Walk:
    yield "a note that is too long", visitor.post(path, note=NOTE * 200)
    yield "a note that cannot be shown", visitor.post(path, note="1\x07")
    yield "a note changed elsewhere", visitor.post(path, note="4", was="5")
    yield (
        "a note with an expired token",
        visitor.open(path, "POST", data={"csrf_token": "old", "note": NOTE}),
    )
    with refusing(engine, "read-only"):
        yield "a note not kept", visitor.post(path, note="6")
    yield "no such step", visitor.open(f"{PLAN}/steps/nothing.1")


def step_choices(visitor: Visitor, id: str) -> Walk:
    for do, found in (("leave_out", id), ("put_in", UNASKED)):
        yield f"after {do}", visitor.post(f"{PLAN}/steps/{found}", do=do)
        yield f"a step after {do}", visitor.open(f"{PLAN}/steps/{found}")
    yield "after usual", visitor.post(f"{PLAN}/steps/{id}", do="usual")


def terms(visitor: Visitor, engine: Engine) -> Walk:
    wrong = {
        "role": "nobody",
        "stage": "chief",
        "hours": "0",
        "start": "x",
        "deadline": "x",
        "resources": "x",
        "focus": "x",
        "add": "x",
    }
    yield "terms that cannot be", visitor.post(PLAN, **wrong)
    yield "a deadline that is over", visitor.post(PLAN, hours="6", deadline="2000-01-01")
    yield (
        "terms with an expired token",
        visitor.open(PLAN, "POST", data={"csrf_token": "old", "hours": "9"}),
    )
    with refusing(engine, "read-only"):
        yield "terms not kept", visitor.post(PLAN, hours="9")
    later = str(today() + timedelta(weeks=20))
    yield (
        "a deadline",
        visitor.post(
            PLAN, hours="6", deadline=later, focus=next(iter(CATALOGUE.focus)), resources="ko"
        ),
    )
    yield (
        "a deadline without room",
        visitor.post(PLAN, hours="1", deadline=str(today() + timedelta(8))),
    )
    yield "the week of a plan without weeks", visitor.open(f"{PLAN}/week")
    visitor.post(PLAN, hours="6", deadline="", focus="", resources="both")


def weeks(visitor: Visitor) -> Walk:
    """Yield plans that start later, started a while ago, are over, and are done."""
    for name, start in (("later", 30), ("late", -70), ("over", -4000)):
        yield (
            f"a plan, {name}",
            visitor.post(PLAN, hours="6", start=str(today() + timedelta(start))),
        )
        yield f"a week, {name}", visitor.open(f"{PLAN}/week")
    visitor.post(PLAN, hours="6", start=str(today()))
    study = [
        id for id in visitor.open(PLAN).data("data-step") if CATALOGUE.step[id].kind == "study"
    ]
    for place, id in enumerate(study):
        page = visitor.post(f"{PLAN}/steps/{id}", do="done")
        if place in {0, len(study) - 1}:
            yield f"a plan, {place + 1} done", page
            yield f"a week, {place + 1} done", visitor.open(f"{PLAN}/week")


def next_plan(visitor: Visitor) -> Walk:
    """Yield the plan of the next assessment, for which the deadline is too near."""
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    visitor.post(
        PLAN, hours="6", start=str(today() - timedelta(30)), deadline=str(today() + timedelta(1))
    )
    number = visitor.post("/assessments", **{"from": "1"}).path.split("/")[2]
    yield "home on the way through the next assessment", visitor.open("/")
    visitor.post(f"/assessments/{number}/review")
    yield "a plan that lost its deadline", visitor.open(f"/assessments/{number}/plan")


def today() -> date:
    """Return the date in UTC. For Korean readers it may be tomorrow already."""
    return datetime.now(UTC).date()
