"""A plan as iCalendar (RFC 5545): one event for each week, and one for the deadline."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.exports.words import (
    ANYTHING,
    NO_PROGRESS,
    PlanProgress,
    Wanted,
    Words,
    caution,
    done_when,
    effort_and_levels,
    guide_lines,
    hours,
    nothing_left,
    resources_of,
    step_name,
    title,
)
from app.planning.model import Plan, Week, WeekPart

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT: Final = "-//Orienteer//Learning plan//EN"
SEQUENCE_START: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""SEQUENCE counts seconds from here: so it fits the 31 bits of RFC 5545 until 2094."""


@dataclass(frozen=True, slots=True)
class AllDayEvent:
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
    progress: PlanProgress = NO_PROGRESS,
) -> bytes:
    """Return the plan's weeks as all-day events, which leave the time free in every time zone.

    `name` identifies this plan and no other. UIDs are made of it and of a week's number, so that
    a calendar that imports the plan again updates its events.

    `stamp` is when the file is made (UTC). SEQUENCE is counted from it, so that it always rises
    and calendars never take a newer plan for an older one.

    Raises ValueError for a plan without a start: it has no dates.
    """
    from icalendar import Calendar

    if plan.pace.start is None:
        raise ValueError("a plan without a start date has no days: give it one")
    calendar, plan_title = Calendar(), title(words, catalogue, plan.target)
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", plan_title)  # RFC 7986
    calendar.add("x-wr-calname", plan_title)  # for programs older than RFC 7986
    for event in _events(plan, plan.pace.start, catalogue, words, wanted, progress):
        calendar.add_component(_component(f"{name}-{event.key}@orienteer", stamp, event))
    text: bytes = calendar.to_ical()
    return text


def _events(
    plan: Plan,
    start: date,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted,
    progress: PlanProgress,
) -> Iterator[AllDayEvent]:
    earlier = set[str]()
    for week in plan.weeks:
        first = plan.pace.first_day(week.week) or start
        last = plan.pace.last_day(week.week) or start
        description = _description(week, earlier, catalogue, words, wanted)
        yield AllDayEvent(
            f"week-{week.week}",
            first,
            (last - first).days + 1,
            _summary(week, catalogue, words, progress),
            description,
        )
        earlier.update(part.step for part in week.parts)
    if plan.pace.deadline is not None:
        summary = words.gettext("Deadline: %(plan)s") % {
            "plan": title(words, catalogue, plan.target)
        }
        yield AllDayEvent("deadline", plan.pace.deadline, 1, summary, caution(words))


def _summary(week: Week, catalogue: Catalogue, words: Words, progress: PlanProgress) -> str:
    names = ", ".join(
        progress.tick(part.step) + step_name(words, catalogue, catalogue.step[part.step])
        for part in week.parts
    )
    return words.gettext("Week %(week)s: %(steps)s") % {"week": week.week, "steps": names}


def _description(
    week: Week, earlier: Collection[str], catalogue: Catalogue, words: Words, wanted: Wanted
) -> str:
    """Return a paragraph for each step, and the caution that every result has."""
    steps = (
        "\n".join(_step(catalogue.step[part.step], part, earlier, catalogue, words, wanted))
        for part in week.parts
    )
    return "\n\n".join([*steps, caution(words)])


def _step(
    step: Step,
    part: WeekPart,
    earlier: Collection[str],
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted,
) -> Iterator[str]:
    """Yield this week's hours, what to learn, make and study from, and when the step is done.

    What to learn and make is only in the step's first week: some calendars refuse large files.
    """
    effort = effort_and_levels(words, catalogue, step, hours(words, part.hours))
    yield f"{step_name(words, catalogue, step)} ({effort})"
    if step.id not in earlier:
        yield from guide_lines(words, step)
    for resource in resources_of(words, catalogue, step, wanted):
        yield f"- {words.say(resource.title)}: {resource.url}"
    if nothing := nothing_left(words, catalogue, step, wanted):
        yield nothing
    yield done_when(words, catalogue, step)


def _component(uid: str, stamp: datetime, event: AllDayEvent) -> "Event":
    from icalendar import Event

    component = Event()
    component.add("uid", uid)
    component.add("dtstamp", stamp)
    component.add("last-modified", stamp)
    component.add("sequence", max(0, int((stamp - SEQUENCE_START).total_seconds())))
    component.add("dtstart", event.first)
    component.add("dtend", event.first + timedelta(days=event.days))
    component.add("summary", event.summary)
    component.add("description", event.description)
    component.add("transp", "TRANSPARENT")
    return component
