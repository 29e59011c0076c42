"""A plan as iCalendar (RFC 5545): an event for each week, and one for the deadline."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.catalogue.model import Catalogue
from app.documents.words import Words, caution, goal, hours, step_name, title
from app.planning.model import DAYS_A_WEEK, Plan, Week

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//Orienteer//Learning plan//EN"


def plan_as_calendar(plan: Plan, catalogue: Catalogue, words: Words, name: str, stamp: datetime) -> bytes:
    """The plan's weeks as all-day events, which are the same days in every time zone and leave the time free.

    `name` stands for this plan and no other, such as an assessment's number with a secret's digest: a week's UID is made of it and of the
    week's number, so that a calendar that gets the plan again updates its events. `stamp` (in UTC) is when the plan was made. ValueError:
    a plan without a start has no days.
    """
    from icalendar import Calendar

    start = plan.pace.start
    if start is None:
        raise ValueError("a plan without a start date has no days: give it one")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", title(words, catalogue, plan.target))
    days = timedelta(days=DAYS_A_WEEK)
    events = [(f"week-{week.week}", start + days * (week.week - 1), days, *_week(week, catalogue, words)) for week in plan.weeks]
    if plan.pace.deadline is not None:
        summary = words.gettext("Deadline: %(plan)s") % {"plan": title(words, catalogue, plan.target)}
        events.append(("deadline", plan.pace.deadline, timedelta(days=1), summary, caution(words)))
    for key, first, length, summary, description in events:
        calendar.add_component(_event(f"{name}-{key}@orienteer", stamp, first, length, summary, description))
    text: bytes = calendar.to_ical()
    return text


def _week(week: Week, catalogue: Catalogue, words: Words) -> tuple[str, str]:
    """An event's title and its text."""
    steps = [(catalogue.step[part.step], part.hours) for part in week.parts]
    names = ", ".join(step_name(words, catalogue, step) for step, _ in steps)
    summary = words.gettext("Week %(week)s: %(steps)s") % {"week": week.week, "steps": names}
    lines = [f"{step_name(words, catalogue, step)} ({hours(words, spent)}): {goal(words, catalogue, step)}" for step, spent in steps]
    return summary, "\n".join([*lines, "", caution(words)])


def _event(uid: str, stamp: datetime, first: date, length: timedelta, summary: str, description: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", first)
    event.add("dtend", first + length)
    event.add("summary", summary)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event
