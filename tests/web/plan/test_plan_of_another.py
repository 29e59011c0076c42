"""A form that was made for another assessment gets a 404, whatever else is wrong in it."""

import pytest

from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import MONDAY, PLAN, aim, on, senior, step_page, whole

FIRST = senior().steps[0].id
STEP = f"{PLAN}/steps/{FIRST}"
SECRET = "a secret 비밀"  # noqa: S105 (made up)
PLANS = [
    {},
    {"hours": "0"},
    {"deadline": "2000-01-01"},
    {"role": "nobody"},
    {"go": "today"},
    {"lang": "en"},
    {"lang": "ko"},
]
STEPS = [
    {"do": "done"},
    {"do": "put_in"},
    {"do": "nothing"},
    {"note": SECRET + "n" * 1001},
    {"note": SECRET + "\x07"},
    {"lang": "en"},
    {"lang": "ko"},
]


@pytest.fixture
def left_open(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> dict[str, Page]:
    """Return pages that one person left open on a shared computer before the next came."""
    on(monkeypatch, MONDAY)
    aim(reader)
    pages = {PLAN: reader.open(PLAN), STEP: step_page(reader, FIRST)}
    reader.post("/leave")
    aim(reader)
    return pages


@pytest.mark.parametrize(
    ("path", "typed"), [*((PLAN, typed) for typed in PLANS), *((STEP, typed) for typed in STEPS)]
)
def test_it_is_not_found_and_changes_and_shows_nothing(
    reader: Visitor, left_open: dict[str, Page], path: str, typed: dict[str, str]
) -> None:
    before = whole(reader, PLAN, STEP)
    page = left_open[path]
    form = page.form(path)
    sent = form.values | {"note": SECRET, "hours": "9", "csrf_token": reader.token} | typed
    answer = reader.open(path, "POST", data=sent)
    assert (answer.status, SECRET in answer.html) == (404, False)
    assert {"en": "This assessment does not open here", "ko": "여기서는 열 수 없는 진단이에요"}[
        answer.language
    ] in answer.text
    reader.client.set_cookie("lang", reader.language)
    assert whole(reader, PLAN, STEP) == before
    own = reader.open(path).form(path).values["assessment"]
    assert own != form.values["assessment"], "the same form with one's own tag is another's no more"
    assert reader.open(path, "POST", data=sent | {"assessment": own}).status in {200, 400}
