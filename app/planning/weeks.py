"""Hours into weeks: each week is filled before the next begins, and long steps go on into the next."""

from collections.abc import Iterable

from app.planning.model import Week, WeekPart


def fill_weeks(steps: Iterable[tuple[str, int]], hours_a_week: int) -> tuple[Week, ...]:
    """Weeks, counted from 1, for steps (id, hours) in their order; every week but the last is full."""
    weeks: list[Week] = []
    parts: list[WeekPart] = []
    room = hours_a_week
    for step, hours in steps:
        left = hours
        while left:
            now = min(left, room)
            parts.append(WeekPart(step, now))
            left, room = left - now, room - now
            if not room:
                weeks.append(_week(len(weeks) + 1, parts))
                parts, room = [], hours_a_week
    if parts:
        weeks.append(_week(len(weeks) + 1, parts))
    return tuple(weeks)


def _week(number: int, parts: list[WeekPart]) -> Week:
    return Week(number, sum(part.hours for part in parts), tuple(parts))


def span(weeks: tuple[Week, ...]) -> dict[str, tuple[int, int]]:
    """For each step the first and the last week in which it is studied."""
    spans: dict[str, tuple[int, int]] = {}
    for week in weeks:
        for part in week.parts:
            spans[part.step] = (spans.get(part.step, (week.week, 0))[0], week.week)
    return spans
