"""Distribute steps over weeks. A week is filled before the next, and steps may cross weeks."""

from collections.abc import Iterable

from app.planning.model import Week, WeekPart


def fill_weeks(steps: Iterable[tuple[str, int]], hours_a_week: int) -> tuple[Week, ...]:
    """Return the weeks, from 1, for ordered steps (id, hours). All but the last one are full."""
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


def week_spans(weeks: tuple[Week, ...]) -> dict[str, tuple[int, int]]:
    """Return the first and the last week of study of each step, by step id."""
    spans: dict[str, tuple[int, int]] = {}
    for week in weeks:
        for part in week.parts:
            spans[part.step] = (spans.get(part.step, (week.week, 0))[0], week.week)
    return spans
