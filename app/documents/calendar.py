"""A plan as iCalendar (RFC 5545): an event for each week, and one for the deadline."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.documents.followed import NOT_FOLLOWED, Followed
from app.documents.words import (
    ANYTHING,
    Wanted,
    Words,
    caution,
    done_when,
    guide_lines,
    hours,
    nothing_left,
    resources_of,
    step_name,
    title,
)
from app.planning.model import DAYS_A_WEEK, Plan, Week, WeekPart

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//Orienteer//Learning plan//EN"
SEQUENCE_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Where revisions begin to be counted, a second each: so the number fits the 31 bits that RFC 5545 gives it until 2094."""


@dataclass(frozen=True, slots=True)
class Day:
    """An event of one or more whole days."""

    key: str
    first: date
    days: int
    summary: str
    description: str


def plan_as_calendar(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    name: str,
    stamp: datetime,
    wanted: Wanted = ANYTHING,
    followed: Followed = NOT_FOLLOWED,
) -> bytes:
    """The plan's weeks as all-day events, which are the same days in every time zone and leave the time free.

    `name` stands for this plan and no other, such as an assessment's number with a secret's digest: a week's UID is made of it and of the
    week's number, so that a calendar that gets the plan again updates its events. `stamp` (in UTC, to the second) is when the plan as it
    stands was made or handed out: an event's SEQUENCE is counted from it and rises because time does, whatever was changed, so that a
    calendar never takes a newer plan for an older one and nobody has to keep a number. ValueError: a plan without a start has no days.
    """
    from icalendar import Calendar

    if plan.pace.start is None:
        raise ValueError("a plan without a start date has no days: give it one")
    calendar, called = Calendar(), title(words, catalogue, plan.target)
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", called)  # RFC 7986
    calendar.add("x-wr-calname", called)  # what programs read that are older than it
    for day in _days(plan, plan.pace.start, catalogue, words, wanted, followed):
        calendar.add_component(_event(f"{name}-{day.key}@orienteer", stamp, day))
    text: bytes = calendar.to_ical()
    return text


def _days(
    plan: Plan, start: date, catalogue: Catalogue, words: Words, wanted: Wanted, followed: Followed
) -> Iterator[Day]:
    begun = set[str]()
    for week in plan.weeks:
        first = start + timedelta(days=DAYS_A_WEEK * (week.week - 1))
        description = _description(week, begun, catalogue, words, wanted)
        yield Day(
            f"week-{week.week}",
            first,
            DAYS_A_WEEK,
            _summary(week, catalogue, words, followed),
            description,
        )
        begun.update(part.step for part in week.parts)
    if plan.pace.deadline is not None:
        summary = words.gettext("Deadline: %(plan)s") % {
            "plan": title(words, catalogue, plan.target)
        }
        yield Day("deadline", plan.pace.deadline, 1, summary, caution(words))


def _summary(week: Week, catalogue: Catalogue, words: Words, followed: Followed) -> str:
    names = ", ".join(
        followed.mark(part.step) + step_name(words, catalogue, catalogue.step[part.step])
        for part in week.parts
    )
    return words.gettext("Week %(week)s: %(steps)s") % {"week": week.week, "steps": names}


def _description(
    week: Week, begun: Collection[str], catalogue: Catalogue, words: Words, wanted: Wanted
) -> str:
    """A paragraph for each step, and what every result says of itself."""
    steps = (
        "\n".join(_step(catalogue.step[part.step], part, begun, catalogue, words, wanted))
        for part in week.parts
    )
    return "\n\n".join([*steps, caution(words)])


def _step(
    step: Step,
    part: WeekPart,
    begun: Collection[str],
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted,
) -> Iterator[str]:
    """The hours of this week, what to learn and make, what to study from, and when it is done.

    What to learn and make stands in a step's first week alone, or a long plan would be too large for some calendars.
    """
    yield f"{step_name(words, catalogue, step)} ({hours(words, part.hours)})"
    if step.id not in begun:
        yield from guide_lines(words, step)
    for resource in resources_of(words, catalogue, step, wanted):
        yield f"- {words.say(resource.title)}: {resource.url}"
    nothing = nothing_left(words, catalogue, step, wanted)
    if nothing:
        yield nothing
    yield done_when(words, catalogue, step)


def _event(uid: str, stamp: datetime, day: Day) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", max(0, int((stamp - SEQUENCE_START).total_seconds())))
    event.add("dtstart", day.first)
    event.add("dtend", day.first + timedelta(days=day.days))
    event.add("summary", day.summary)
    event.add("description", day.description)
    event.add("transp", "TRANSPARENT")
    return event
