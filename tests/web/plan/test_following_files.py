"""The downloads of a plan have the page's steps, weeks and days, and the chosen resources."""

import csv
import io
import re
import time
from datetime import timedelta
from hashlib import sha256
from html import unescape

import pytest
from icalendar import Calendar
from pypdf import PdfReader

from app.exports.pdf import pdf_is_installed
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.plan.plan_pages import MONDAY, PLAN, aim, change, named, on, senior, tick
from tests.web.saved.test_history import owner_of

CHOICES: dict[str, dict[str, str]] = {
    "defaults": {},
    "English only": {"resources": "en"},
    "Korean only, free": {"resources": "ko", "free_only": "yes"},
    "a deadline": {"start": "2027-02-01", "deadline": "2027-04-26", "hours": "9"},
    "a focus and a step": {"focus": next(iter(CATALOGUE.focus)), "add": "cpp.0", "hours": "40"},
}
URL = re.compile(r"https?://[^\s<>\"|]+")


@pytest.fixture(params=CHOICES)
def learner(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Visitor:
    """Return somebody who has chosen what the plan is for and has done its first step."""
    on(monkeypatch, MONDAY)
    aim(reader)
    page = change(reader, **CHOICES[request.param])
    tick(reader, page.data("data-step")[0])
    return reader


def fetched(visitor: Visitor, kind: str) -> str:
    page = visitor.open(f"{PLAN}.{kind}")
    assert page.status == 200
    return page.html


def addresses(visitor: Visitor) -> list[str]:
    """Return the resources of the page's course in order."""
    course = visitor.open(PLAN).html.partition('id="course"')[2]
    return [unescape(each) for each in re.findall(r'<a href="([^"]+)" hreflang', course)]


def test_the_table_has_the_pages_steps_with_their_weeks_and_hours(learner: Visitor) -> None:
    page, rows = (
        learner.open(PLAN),
        list(csv.reader(io.StringIO(fetched(learner, "csv").removeprefix("\ufeff"))))[1:],
    )
    assert [row[1] for row in rows] == page.data("data-step") != []
    assert [row[6] for row in rows] == page.data("data-hours")
    assert [row[8] for row in rows] == page.data("data-week")
    start = page.form(PLAN).values["start"]
    assert next(row[10] for row in rows if row[8] == "1") == start
    assert URL.findall("\n".join(row[15] for row in rows)) == addresses(learner)


def test_the_calendar_has_the_pages_weeks_on_their_days(learner: Visitor) -> None:
    page, calendar = learner.open(PLAN), Calendar.from_ical(fetched(learner, "ics"))
    values, events = (
        page.form(PLAN).values,
        {
            str(each["uid"]).partition("-")[2].partition("@")[0]: each
            for each in calendar.walk("VEVENT")
        },
    )
    due = events.pop("deadline", None)
    assert (str(due.decoded("dtstart")) if due else "") == values["deadline"]
    assert str(events["week-1"].decoded("dtstart")) == values["start"]
    days = sorted(each.decoded("dtstart") for each in events.values())
    assert days == [days[0] + timedelta(weeks=week) for week in range(len(days))]
    texts = [str(events[f"week-{week}"]["summary"]) for week in range(1, len(days) + 1)]
    for step, name, week in zip(
        page.data("data-step"),
        named(learner, page.data("data-step")),
        page.data("data-week"),
        strict=True,
    ):
        assert not week or name in texts[int(week) - 1], step
    spoken = "\n".join(str(each["description"]) for each in events.values())
    assert set(URL.findall(spoken)) == set(addresses(learner))


def test_the_text_has_the_pages_steps_in_order(learner: Visitor) -> None:
    text = fetched(learner, "md")
    found = [
        re.sub(r"\\(.)", r"\1", each)
        for each in re.findall(r"^(?:\d+\.|-) ((?:✓ )?\*\*.+?)\*\*", text, re.MULTILINE)
    ]
    first, *others = named(learner, learner.open(PLAN).data("data-step"))
    assert found == [f"✓ **{first}", *(f"**{each}" for each in others)], "the first step is done"
    assert re.findall(r"\]\(<([^>]+)>\)", text) == addresses(learner)


@pytest.mark.skipif(not pdf_is_installed(), reason="the parts for a PDF are not installed")
def test_the_print_has_the_pages_steps_in_order(learner: Visitor) -> None:
    answer = learner.client.get(f"{PLAN}.pdf", headers={"Accept-Language": learner.language})
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split()
    )
    wanted, bare = named(learner, learner.open(PLAN).data("data-step")), re.sub(r"\s", "", text)
    # A step's heading goes on with its hours in brackets; other steps may name it before.
    places = [bare.find(re.sub(r"\s", "", name) + "(") for name in wanted]
    assert (min(places) >= 0, places) == (True, sorted(places))


def test_the_choices_of_resources_differ(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The five sets of terms give different resources.

    Otherwise comparing the files proves nothing.
    """
    on(monkeypatch, MONDAY)
    aim(visitor)
    shown = {
        name: (tuple(change(visitor, **choices).data("data-step")), tuple(addresses(visitor)))
        for name, choices in CHOICES.items()
    }
    assert len(set(shown.values())) == len(CHOICES)
    kinds = {
        each.language for each in CATALOGUE.resources if each.url in shown["Korean only, free"][1]
    }
    assert kinds == {"ko"}


def test_a_new_plan_replaces_its_events_in_the_calendar(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moved event keeps its UID and gets a later SEQUENCE."""
    on(monkeypatch, MONDAY)
    aim(visitor)
    change(visitor)
    first = {
        str(each["uid"]): each
        for each in Calendar.from_ical(fetched(visitor, "ics")).walk("VEVENT")
    }
    on(monkeypatch, MONDAY + timedelta(weeks=3))
    monkeypatch.setattr("app.web.plan.routes.now", lambda: int(time.time()) + 60)
    change(visitor, go="keep", start=str(MONDAY + timedelta(weeks=3)))
    later = {
        str(each["uid"]): each
        for each in Calendar.from_ical(fetched(visitor, "ics")).walk("VEVENT")
    }
    assert first.keys() == later.keys()
    owner = owner_of(visitor.app, visitor)
    assert {uid.partition("-")[0] for uid in first} == {
        sha256(f"{owner}/1".encode()).hexdigest()[:20]
    }, "for good"
    assert len(first) == len(senior().weeks)
    assert {
        (later[uid].decoded("dtstart") - first[uid].decoded("dtstart")).days for uid in first
    } == {21}
    assert min(later[uid]["sequence"] - first[uid]["sequence"] for uid in first) > 0
