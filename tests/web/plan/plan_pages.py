"""Helpers for tests of a followed plan: days, a step's form, and sentences in both languages."""

import gettext
import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.web import i18n
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor

MONDAY = date(2027, 1, 4)
PLAN = "/assessments/1/plan"
SENIOR = Target("mlops_engineer", "senior")
HOURS = 6
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
NOTE = re.compile(r"<textarea[^>]*>\n?(.*?)</textarea>", re.DOTALL)
TRANSLATIONS = Path(__file__).parents[3] / "app" / "translations"


def on(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Set the clock to noon of that day, which is the same day for readers of either language."""
    noon = int(datetime.combine(day, time(12), UTC).timestamp())
    monkeypatch.setattr(i18n, "now", lambda: noon)


def senior(start: date | None = MONDAY, deadline: date | None = None, hours: int = HOURS) -> Plan:
    """Return the plan for somebody with the ratings CLEAR and a senior target."""
    return plan(CATALOGUE, CLEAR, SENIOR, hours, start, deadline)


def aim(visitor: Visitor) -> None:
    """Finish a first assessment whose plan is that of `senior`, not started yet."""
    visitor.finish(CLEAR)
    visitor.post("/assessments/1/target", role=SENIOR.role, stage=SENIOR.stage)


def step_page(visitor: Visitor, step: str, number: int = 1) -> Page:
    return visitor.open(f"/assessments/{number}/plan/steps/{step}")


def noted(page: Page) -> str:
    """Return the text in the field for the note."""
    found = NOTE.search(page.html)
    assert found
    return html.unescape(found[1])


def press(visitor: Visitor, page: Page, do: str, note: str | None = None, **typed: str) -> Page:
    """Press a button of a step's page as a browser does.

    The note is part of the form, and every line end is CR LF.
    """
    form = page.form(page.path)
    sent = form.values | {"note": noted(page) if note is None else note} | typed
    return visitor.press(
        page, form, do, **{name: re.sub(r"\r?\n", "\r\n", value) for name, value in sent.items()}
    )


def tick(
    visitor: Visitor, step: str, do: str = "done", note: str | None = None, number: int = 1
) -> Page:
    """Open a step's page and press one of its buttons. Return the next page."""
    page = press(visitor, step_page(visitor, step, number), do, note)
    assert page.status == 200, page.text
    return page


def change(visitor: Visitor, number: int = 1, go: str = "keep", **typed: str) -> Page:
    """Send the plan's form as its page shows it, with some fields changed."""
    page = visitor.open(f"/assessments/{number}/plan")
    return visitor.press(page, page.form(page.path), go, **typed)


def say(visitor: Visitor, sentence: str, **values: object) -> str:
    """Return a sentence of the pages in this reader's language.

    Without values, it is the longest part between the placeholders.
    """
    korean = gettext.translation("messages", TRANSLATIONS, ["ko"]).gettext(sentence)
    assert korean != sentence, f"the pages do not say {sentence!r}, or not in Korean"
    words = korean if visitor.language == "ko" else sentence
    return words % values if values else max(re.split(r"%\(\w+\)s", words), key=len).strip()


def count(visitor: Visitor, one: str, many: str, number: int, **values: object) -> str:
    """Return a plural phrase of the pages in this reader's language."""
    languages = ["ko"] if visitor.language == "ko" else []
    words = (
        gettext.translation("messages", TRANSLATIONS, languages)
        if languages
        else gettext.NullTranslations()
    )
    return words.ngettext(one, many, number) % {"num": number, **values}


def named(visitor: Visitor, steps: Iterable[str]) -> list[str]:
    """Return the titles of steps in this reader's language."""
    return [CATALOGUE.step[step].title[visitor.language] for step in steps]  # type: ignore[index]


def next_assessment(visitor: Visitor, number: int = 1) -> Page:
    """Finish a new assessment that starts from this one. Return its result."""
    listed = visitor.open("/assessments")
    begun = visitor.press(
        listed, next(form for form in listed.forms if form.values.get("from") == str(number))
    )
    review = visitor.open(f"{begun.path.rpartition('/')[0]}/review")
    return visitor.press(review, review.form("/review"))


def whole(visitor: Visitor, *paths: str) -> dict[str, str]:
    """Return pages without the parts that are new in each response."""
    pages = {path: visitor.open(path) for path in paths}
    assert {page.status for page in pages.values()} == {200}
    return {path: TOKEN.sub("", page.html) for path, page in pages.items()}


def steps(page: Page) -> list[tuple[str, str]]:
    """Return each step with its first week, in the page's order."""
    return list(zip(page.data("data-step"), page.data("data-week"), strict=True))


def weeks_of(made: Plan) -> list[tuple[str, str]]:
    return [(step.id, str(step.week_first or "")) for step in made.steps]


def every_button(visitor: Visitor) -> None:
    """Use every button of a step's page and every file, and carry the plan to a new assessment."""
    visitor.finish(CLEAR)
    for do in ("done", "open", "begun", "note", "leave_out", "usual", "put_in"):
        visitor.post(f"{PLAN}/steps/docker.3", do=do, note=do)
    for path in ("/week", ".ics", ".md", ".csv"):
        visitor.open(f"{PLAN}{path}")
    visitor.post("/assessments", **{"from": "1"})
