"""A form whose commit has an unknown outcome comes back and says so.

Sending it again saves it once.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from config import Settings, read_settings
from tests.nodes.line import Line
from tests.support.page import Page
from tests.support.visitor import AREAS, CLEAR, SKILLS, Visitor
from tests.web.plan.plan_pages import say
from tests.web.returning.return_codes import make_code, newcomer
from tests.web.sharing.shares import STEP, made

pytestmark = pytest.mark.verify

MakeApp = Callable[[Settings], Flask]
ANSWERS = "It is not known whether these answers were kept."
PERHAPS = (
    "It is not known whether this was kept. Press the button once more: nothing is kept twice."
)
SAID = "It is not known whether this was kept"
FORMS = {
    "/assessments/2/math": ("math", "next", dict.fromkeys(AREAS["math"], "4"), ANSWERS),
    "/assessments/2/review": ("review", "keep", dict.fromkeys(SKILLS, "2"), ANSWERS),
    "/assessments/1/name": ("/name", "save", {"name": "mine"}, PERHAPS),
    "/assessments/1": ("/target", None, {"role": "dl_engineer"}, PERHAPS),
    "/assessments/1/plan": ("/plan", "keep", {"hours": "11"}, PERHAPS),
    f"/assessments/1/plan/steps/{STEP}": (STEP, "note", {"note": "a note"}, PERHAPS),
    "/assessments/1/share": ("/share", "make", {"days": "30", "ratings": "yes"}, PERHAPS),
}
"""Page → the form's address, the button, the typed values, the message."""


@pytest.fixture(params=["en", "ko"])
def visitor(
    request: pytest.FixtureRequest, line: Line, make_app: MakeApp, tmp_path: Path
) -> Visitor:
    """Somebody with a finished assessment and an unfinished one."""
    found = Visitor(
        make_app(read_settings({"DATABASE_URL": line.url, "ORIENTEER_INSTANCE": str(tmp_path)})),
        request.param,
    )
    found.finish(CLEAR)
    found.post("/assessments")
    return found


def press_cut(
    visitor: Visitor, line: Line, page: Page, action: str, button: str | None, **typed: str
) -> Page:
    line.cut.set()
    try:
        return visitor.press(page, page.form(action), button, **typed)
    finally:
        line.cut.clear()


@pytest.mark.parametrize("path", FORMS)
def test_a_form_reports_an_unknown_outcome_and_is_saved_once_when_sent_again(
    visitor: Visitor, line: Line, path: str
) -> None:
    action, button, typed, said = FORMS[path]
    back = press_cut(visitor, line, visitor.open(path), action, button, **typed)
    assert back.status == 503
    assert say(visitor, said) in back.text
    assert say(visitor, "These answers are not kept yet.") not in back.text
    assert say(visitor, "This is not kept yet. Press the button once more.") not in back.text
    again = visitor.press(back, back.form(action), button)
    assert again.status == 200
    assert say(visitor, said) not in again.text


def test_of_a_link_that_was_perhaps_made_there_is_one(visitor: Visitor, line: Line) -> None:
    back = press_cut(
        visitor, line, visitor.open("/assessments/1/share"), "/share", "make", days="7"
    )
    after = visitor.press(back, back.form("/share"), "make")
    ends = [form for form in after.forms if form.action.endswith("/end")]
    assert len(ends) == 1
    assert len([form for form in made(visitor).forms if form.action.endswith("/end")]) == 2


def test_a_code_that_was_perhaps_taken_opens_when_it_is_entered_again(
    visitor: Visitor, line: Line
) -> None:
    code, there = make_code(visitor), newcomer(visitor)
    back = press_cut(there, line, there.open("/return"), "/return", None, code=code)
    assert (back.status, say(there, SAID) in back.text) == (503, True)
    assert there.press(back, back.form("/return")).path == "/assessments"
