"""The learning plan's pages in every state: made, followed, late, done, and with wrong input."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from playwright.sync_api import expect

from app.storage.assessments import set_target
from app.storage.engine import writing
from app.storage.owners import find_owner
from app.storage.plans import StepProgress, Terms, save_progress, save_terms
from tests.browser.person import Person
from tests.support.visitor import MASTER, SKILLS, Levels

PLAN = "/assessments/1/plan"
BEGINNER: Levels = dict.fromkeys(SKILLS, 0) | dict.fromkeys(
    ("python", "probability_statistics", "sql", "communication"), 1
)
"""Somebody with more than a year of study ahead."""
FIRST = "python.1"
"""A step of the beginner's plan."""
NOTE = "Read the chapter on iterators.\n이터레이터 장을 읽었다."


def kept(
    terms: Terms, path: str = PLAN, levels: Levels = BEGINNER, **progress: StepProgress
) -> Callable[[Person], None]:
    """A page of somebody with this plan and progress.

    A step's id is written with `__` for its point.
    """

    def way(person: Person) -> None:
        person.fill(levels)
        with writing(person.server.engine) as db:
            owner = find_owner(db, person.secret)
            assert owner
            if levels is MASTER:  # all roles tie, so that somebody must choose a target
                set_target(db, owner.id, 1, "mlops_engineer", "lead")
            save_terms(db, owner.id, 1, terms)
            for step, found in progress.items():
                save_progress(db, owner.id, 1, step.replace("__", "."), found, 0)
        person.go(path)

    return way


def in_weeks(weeks: int) -> date:
    return datetime.now(UTC).date() + timedelta(weeks=weeks)


def wrong_terms(person: Person) -> None:
    """Every field that can be wrong is wrong."""
    person.expects("400 (")
    person.fill(BEGINNER)
    person.go(PLAN)
    person.page.locator("#settings > summary").click()
    person.page.locator("#terms > summary").click()
    person.page.locator("#pace").evaluate("form => { form.noValidate = true; }")
    person.page.locator("#hours").fill("99")
    person.page.locator("#start").fill("2027-03-01")
    person.page.locator("#deadline").fill("2027-03-02")
    person.press("Update the plan")
    for field in ("hours", "deadline"):
        expect(person.page.locator(f"#{field}-problem")).to_be_visible()


def note_changed_elsewhere(person: Person) -> None:
    person.expects("409 (")
    kept(Terms(), f"{PLAN}/steps/{FIRST}")(person)
    person.page.locator("#note").fill("Here.")
    with writing(person.server.engine) as db:
        owner = find_owner(db, person.secret)
        assert owner
        save_progress(db, owner.id, 1, FIRST, StepProgress("open", "Elsewhere."), 0)
    person.press("Keep the note")
    expect(person.page.locator("#note-problem")).to_be_visible()


PLAN_STATES: dict[str, Callable[[Person], None]] = {
    "plan": kept(Terms()),
    "plan, nothing left": kept(Terms(), levels=MASTER),
    "plan, wrong terms": wrong_terms,
    "plan with a deadline": kept(Terms(deadline=in_weeks(17))),
    "plan with a deadline too near": kept(Terms(deadline=in_weeks(1))),
    "plan with every wish": kept(
        Terms(
            deadline=in_weeks(30),
            languages=("ko",),
            free_only=True,
            focus="multimodal_ai",
            put_in=frozenset({"sql.1"}),
            leave_out=frozenset({FIRST}),
        )
    ),
    "plan, followed": kept(
        Terms(start=in_weeks(-1)),
        python__1=StepProgress("begun", NOTE),
        software_engineering__0=StepProgress("done", NOTE),
    ),
    "plan, behind": kept(
        Terms(start=in_weeks(-9), deadline=in_weeks(17)),
        software_engineering__0=StepProgress("begun"),
    ),
    "plan, begun anew": kept(
        Terms(start=in_weeks(0), done=frozenset({"software_engineering.0"})),
        software_engineering__0=StepProgress("done"),
    ),
    "plan, not begun": kept(Terms(start=in_weeks(2))),
    "plan, over": kept(Terms(start=in_weeks(-300))),
    "home of somebody who follows a plan": kept(Terms(), "/"),
    "result, with steps done since": kept(
        Terms(), "/assessments/1", software_engineering__0=StepProgress("done")
    ),
    "week": kept(Terms(), f"{PLAN}/week"),
    "week, behind": kept(Terms(start=in_weeks(-9)), f"{PLAN}/week"),
    "week, not begun": kept(Terms(start=in_weeks(2)), f"{PLAN}/week"),
    "week, over": kept(Terms(start=in_weeks(-300)), f"{PLAN}/week"),
    "step": kept(Terms(), f"{PLAN}/steps/{FIRST}"),
    "step, begun": kept(Terms(), f"{PLAN}/steps/{FIRST}", python__1=StepProgress("begun", NOTE)),
    "step, done": kept(Terms(), f"{PLAN}/steps/{FIRST}", python__1=StepProgress("done", NOTE)),
    "step, left out": kept(Terms(leave_out=frozenset({FIRST})), f"{PLAN}/steps/{FIRST}"),
    "step of experience": kept(Terms(), f"{PLAN}/steps/ci_cd.3"),
    "step, note changed elsewhere": note_changed_elsewhere,
}
