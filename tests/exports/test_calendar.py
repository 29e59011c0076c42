"""A plan as iCalendar, read again by icalendar."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from icalendar import Calendar, Event

from app.exports.calendar import plan_as_calendar
from app.exports.words import ANYTHING, Wanted, Words, caution, hours, resources_of
from app.planning.model import Plan, Target
from app.planning.plan import plan
from tests.exports.plans import DEADLINE, ENGLISH, KOREAN, OURS, START, TITLES, our_plan
from tests.planning.catalogues import TARGET, catalogue, skill

STAMP = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def made(
    plan: Plan,
    words: Words = ENGLISH,
    name: str = "my-plan",
    stamp: datetime = STAMP,
    wanted: Wanted = ANYTHING,
) -> bytes:
    return plan_as_calendar(plan, OURS, words, name, stamp, wanted)


def events(plan: Plan, words: Words = ENGLISH, name: str = "my-plan") -> list[Event]:
    return list(Calendar.from_ical(made(plan, words, name)).walk("VEVENT"))


def test_each_week_is_an_event_of_seven_whole_days_that_leaves_the_time_free():
    found = our_plan(deadline=None)
    read = events(found)
    assert len(read) == len(found.weeks)
    for number, event in enumerate(read):
        first = START + timedelta(weeks=number)
        assert (event.decoded("dtstart"), event.decoded("dtend")) == (
            first,
            first + timedelta(days=7),
        )
        assert type(event.decoded("dtstart")) is date
        assert (event["transp"], event.decoded("dtstamp")) == ("TRANSPARENT", STAMP)


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(("en",), free_only=True)])
def test_an_event_says_of_each_step_its_hours_what_to_learn_and_make_from_what_and_when_it_is_done(
    words, wanted
):
    found = our_plan()
    read = Calendar.from_ical(made(found, words, wanted=wanted)).walk("VEVENT")
    begun = set()
    for week, event in zip(found.weeks, read[: len(found.weeks)], strict=True):
        *paragraphs, last = str(event["description"]).split("\n\n")
        assert last == caution(words)
        for part, paragraph in zip(week.parts, paragraphs, strict=True):
            step, lines = OURS.step[part.step], paragraph.split("\n")
            skill = OURS.skill[step.skill]
            levels = f"{words.say(skill.name)} {step.from_level} → {step.to_level}"
            effort = f"{levels}, {hours(words, part.hours)}"
            assert lines[0] == f"{words.say(step.title)} ({effort})"
            study_from = (
                1 if part.step in begun else 3
            )  # what to learn and make stands in the first week of a step alone
            told = [words.say(step.guide.learn), words.say(step.guide.make)][: study_from - 1]
            assert [
                line.endswith(end) for line, end in zip(lines[1:study_from], told, strict=True)
            ] == [True] * len(told)
            assert lines[study_from:-1] == [
                f"- {words.say(each.title)}: {each.url}"
                for each in resources_of(words, OURS, step, wanted)
            ]
            assert lines[-1].endswith(words.say(skill.anchors[step.to_level]))
            begun.add(part.step)
    assert any(
        week.parts[0].step == before.parts[-1].step for before, week in pairwise(found.weeks)
    ), "no step that goes on was seen"


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_a_calendar_of_five_years_is_small_enough_to_import(words):
    """Programs refuse files of a megabyte. Guides in every week would add half."""
    found = plan(OURS, {}, Target("dl_engineer", "lead"), 4, START, START + timedelta(weeks=261))
    assert len(found.weeks) > 250
    assert len(made(found, words)) < 1_400 * len(found.weeks) < 1_000_000


def test_the_deadline_is_a_day_of_its_own():
    last = events(our_plan())[-1]
    assert (last.decoded("dtstart"), last.decoded("dtend")) == (
        DEADLINE,
        DEADLINE + timedelta(days=1),
    )
    assert str(last["summary"]) == "Deadline: Learning plan: MLOps engineer, lead"
    assert len(events(our_plan())) == len(our_plan().weeks) + 1


def test_a_new_pace_updates_the_same_events_and_another_plan_has_others():
    slow, fast = (
        dict(by_day(our_plan(deadline, hours))) for deadline, hours in ((None, 4), (None, 9))
    )
    shared = list(fast)
    assert (list(slow)[: len(shared)], len(slow) > len(shared) > 1) == (shared, True), (
        "the same weeks, and some more"
    )
    assert [slow[day] for day in shared] == [fast[day] for day in shared]
    assert len(set(slow.values())) == len(slow)
    assert not set(slow.values()) & set(dict(by_day(our_plan(None), name="another")).values())


def test_a_week_is_the_same_event_whatever_is_studied_in_it_and_whenever_the_plan_begins():
    one, other = (
        catalogue([skill("a", (9,))], {"a": (1, 1)}),
        catalogue([skill("b", (20,))], {"b": (1, 1)}),
    )
    short = plan_as_calendar(plan(one, {}, TARGET, 4, START), one, ENGLISH, "my-plan", STAMP)
    later = plan_as_calendar(
        plan(other, {}, TARGET, 4, START + timedelta(days=3)), other, ENGLISH, "my-plan", STAMP
    )
    uids = [
        [str(event["uid"]) for event in Calendar.from_ical(each).walk("VEVENT")]
        for each in (short, later)
    ]
    assert (len(uids[0]), len(uids[1])) == (3, 5)
    assert uids[0] == uids[1][:3]


def test_another_deadline_moves_its_event_and_adds_none():
    first, second = (by_day(our_plan(day))[-1] for day in (DEADLINE, DEADLINE + timedelta(days=1)))
    assert (first[0], second[0]) == (DEADLINE, DEADLINE + timedelta(days=1))
    assert first[1] == second[1]


def by_day(found: Plan, name: str = "my-plan") -> list[tuple[date, str]]:
    """Return the first day and the UID of each event."""
    return [(event.decoded("dtstart"), str(event["uid"])) for event in events(found, name=name)]


def test_the_korean_text_survives_the_folding_of_lines():
    raw = made(our_plan(), KOREAN)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    found = our_plan()
    for week, event in zip(found.weeks, events(found, KOREAN), strict=False):
        for part in week.parts:
            step = OURS.step[part.step]
            assert OURS.skill[step.skill].anchors[step.to_level].ko in event["description"]
            assert OURS.skill[step.skill].name.ko in event["description"]
            assert step.title.ko in event["summary"]
        assert "Week" not in event["summary"]
        assert "hour" not in event["description"]


def test_no_line_ends_within_a_syllable():
    lines = made(our_plan(), KOREAN).split(b"\r\n")
    folded = [line for line in lines if line.startswith(b" ")]
    assert len(folded) > 100
    assert "\N{REPLACEMENT CHARACTER}" not in "".join(
        line.decode("utf-8") for line in lines
    )  # each line is whole UTF-8 by itself


def test_a_newer_plan_is_a_later_revision_of_the_same_events():
    later = STAMP + timedelta(seconds=1)
    old, new = (
        Calendar.from_ical(made(our_plan(), stamp=stamp)).walk("VEVENT") for stamp in (STAMP, later)
    )
    for before, after in zip(old, new, strict=True):
        assert before["uid"] == after["uid"]
        assert after["sequence"] == before["sequence"] + 1
        assert (before.decoded("last-modified"), after.decoded("last-modified")) == (STAMP, later)


@pytest.mark.parametrize("year", [2000, 2026, 2093])
def test_a_revision_is_a_number_that_every_calendar_can_hold(year):
    event = Calendar.from_ical(
        made(our_plan(), stamp=datetime(year, 12, 31, 23, 59, 59, tzinfo=UTC))
    ).walk("VEVENT")[0]
    assert 0 <= event["sequence"] < 2**31


@pytest.mark.parametrize(("words", "name"), TITLES)
def test_the_calendar_has_its_name_for_new_programs_and_for_old_ones(words, name):
    read = Calendar.from_ical(made(our_plan(), words))
    assert (str(read["name"]), str(read["x-wr-calname"])) == (name, name)


def test_the_same_plan_gives_the_same_bytes():
    assert made(our_plan()) == made(our_plan())
    assert made(our_plan()).startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")


def test_a_plan_without_a_start_has_no_calendar():
    with pytest.raises(ValueError, match="start date"):
        made(our_plan(None, start=None))
