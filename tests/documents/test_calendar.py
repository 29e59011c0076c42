"""A plan as iCalendar, read again by icalendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from app.documents.calendar import plan_as_calendar
from app.documents.words import Words
from app.planning.model import Plan
from tests.documents.plans import DEADLINE, ENGLISH, KOREAN, OURS, START, our_plan

STAMP = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def made(plan: Plan, words: Words = ENGLISH, name: str = "my-plan") -> bytes:
    return plan_as_calendar(plan, OURS, words, name, STAMP)


def events(plan: Plan, words: Words = ENGLISH, name: str = "my-plan") -> list[Event]:
    return list(Calendar.from_ical(made(plan, words, name)).walk("VEVENT"))


def test_each_week_is_an_event_of_seven_whole_days_that_leaves_the_time_free():
    found = our_plan(deadline=None)
    read = events(found)
    assert len(read) == len(found.weeks)
    for number, event in enumerate(read):
        first = START + timedelta(weeks=number)
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (first, first + timedelta(days=7))
        assert type(event.decoded("dtstart")) is date
        assert (event["transp"], event.decoded("dtstamp")) == ("TRANSPARENT", STAMP)


def test_an_event_says_what_to_study_for_how_long_and_when_it_is_done():
    found = our_plan()
    event, part = events(found)[0], found.weeks[0].parts[0]
    skill = OURS.skill[OURS.step[part.step].skill]
    assert str(event["summary"]).startswith(f"Week 1: {skill.name.en} ")
    assert f"({part.hours} hour" in event["description"]
    assert skill.anchors[OURS.step[part.step].to_level].en in event["description"]
    assert event["description"].endswith("A planning aid, not a hiring prediction.")


def test_the_deadline_is_a_day_of_its_own():
    last = events(our_plan())[-1]
    assert (last.decoded("dtstart"), last.decoded("dtend")) == (DEADLINE, DEADLINE + timedelta(days=1))
    assert str(last["summary"]) == "Deadline: Learning plan: MLOps engineer, lead"
    assert len(events(our_plan())) == len(our_plan().weeks) + 1


def test_a_new_pace_updates_the_same_events_and_another_plan_has_others():
    slow, fast = ([str(event["uid"]) for event in events(our_plan(hours=hours))] for hours in (4, 9))
    assert slow == fast[: len(slow) - 1] + fast[-1:] or slow == fast
    assert len(set(slow)) == len(slow)
    assert not set(slow) & {str(event["uid"]) for event in events(our_plan(), name="another")}


def test_the_korean_text_survives_the_folding_of_lines():
    raw = made(our_plan(), KOREAN)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    found = our_plan()
    for week, event in zip(found.weeks, events(found, KOREAN), strict=False):
        for part in week.parts:
            step = OURS.step[part.step]
            assert OURS.skill[step.skill].anchors[step.to_level].ko in event["description"]
            assert OURS.skill[step.skill].name.ko in event["summary"]
        assert "Week" not in event["summary"]
        assert "hour" not in event["description"]


def test_the_same_plan_gives_the_same_bytes():
    assert made(our_plan()) == made(our_plan())
    assert made(our_plan()).startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_a_plan_without_a_start_has_no_calendar():
    with pytest.raises(ValueError, match="start date"):
        made(our_plan(None, start=None))
