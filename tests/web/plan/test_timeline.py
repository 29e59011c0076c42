"""The chart of a plan's weeks, for many plans: bars in order, few ticks, and today."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.model import STAGES, Ratings
from app.planning.model import Target
from app.scoring.result import score
from app.storage.assessments import Assessment
from app.storage.plans import Terms
from app.web.finished_assessment import FinishedAssessment
from app.web.plan.current_plan import CurrentPlan, plan_on
from app.web.plan.steps import step_views
from app.web.plan.timeline import MAX_TICKS, SHORT_WEEKS, Timeline, timeline
from tests.cli.run import ENGLISH
from tests.support.visitor import CATALOGUE, SKILLS, Visitor
from tests.web.plan.plan_pages import HOURS, MONDAY, PLAN, aim, change, on, senior

NEARLY = 1e-9
MONTHS = MAX_TICKS * 12
"""Up to so many, each January between has its tick; beyond, only Januaries have."""
RATINGS = st.fixed_dictionaries(dict.fromkeys(SKILLS, st.sampled_from([None, 0, 1, 2, 3, 4])))
TARGETS = st.builds(Target, st.sampled_from(list(CATALOGUE.role)), st.sampled_from(STAGES))
STARTS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
DAYS = st.integers(-400, 4000)
"""From a plan's start to today."""
Drawn = tuple[Ratings, Target, int, date, int]
DRAWN = st.tuples(RATINGS, TARGETS, st.integers(1, 40), STARTS, DAYS)


@dataclass(frozen=True, slots=True)
class Seen:
    """A plan and its chart."""

    current: CurrentPlan
    picture: Timeline
    start: date
    weeks: int

    @property
    def end(self) -> date:
        return self.start + timedelta(weeks=self.weeks)


def seen(drawn: Drawn) -> Seen:
    """Return a plan and its chart on a day, without a database."""
    ratings, target, hours, start, days = drawn
    person = Assessment(
        owner=1,
        number=1,
        finished_at=0,
        target_role=target.role,
        target_stage=target.stage,
        hours_a_week=hours,
    )
    assessed = FinishedAssessment(person, score(CATALOGUE, ratings), CATALOGUE, ratings)
    found = plan_on(start + timedelta(days), assessed, Terms(start=start), {})
    return Seen(found, timeline(found, step_views(found, ENGLISH)), start, len(found.plan.weeks))


@given(DRAWN)
def test_bars_stand_in_the_plans_order_within_their_weeks_and_beside_each_other(
    drawn: Drawn,
) -> None:
    it = seen(drawn)
    bars = it.picture.bars
    assert [bar.step.planned.id for bar in bars] == [
        step.id for step in it.current.plan.steps if step.kind == "study"
    ]
    for bar in bars:
        first, last = bar.step.planned.week_first or 0, bar.step.planned.week_last or 0
        assert (
            (first - 1) / it.weeks * 100 - NEARLY
            <= bar.x
            < bar.x + bar.width
            <= last / it.weeks * 100 + NEARLY
        )
    for before, after in pairwise(bars):
        assert before.x + before.width == pytest.approx(after.x)
    assert not bars or (bars[0].x == 0 and bars[-1].x + bars[-1].width <= 100 + NEARLY)


@given(DRAWN)
def test_ticks_are_few_in_order_and_where_their_days_are(drawn: Drawn) -> None:
    it = seen(drawn)
    ticks, are_months = it.picture.ticks, it.picture.are_months
    assert min(it.weeks, 2) <= len(ticks) <= MAX_TICKS
    assert are_months == (it.weeks > SHORT_WEEKS)
    assert [each.day for each in ticks] == sorted({each.day for each in ticks})
    for each in ticks:
        assert 0 <= each.x <= 100
        assert each.x == pytest.approx((each.day - it.start).days / (it.weeks * 7) * 100)
        assert (each.day.day == 1) if are_months else ((each.day - it.start).days % 7 == 0)
    places = [
        each.day.year * 12 + each.day.month if are_months else (each.day - it.start).days
        for each in ticks
    ]
    assert len({after - before for before, after in pairwise(places)}) <= 1, (
        "they are as far apart as each other"
    )


@given(DRAWN)
def test_of_an_axis_of_months_each_january_has_a_tick_and_of_a_very_long_one_only_januaries_have(
    drawn: Drawn,
) -> None:
    it = seen(drawn)
    if not it.picture.are_months:
        return
    months = (it.end.year - it.start.year) * 12 + it.end.month - it.start.month
    januaries = [
        day
        for year in range(it.start.year + 1, it.end.year + 1)
        if it.start < (day := date(year, 1, 1)) <= it.end
    ]
    ticks = [each.day for each in it.picture.ticks]
    assert set(januaries) <= set(ticks) if months <= MONTHS else set(ticks) <= set(januaries)


@given(DRAWN)
def test_today_stands_where_it_is_and_only_within_the_weeks(drawn: Drawn) -> None:
    it, gone = seen(drawn), drawn[-1]
    assert (it.picture.today is not None) == (0 <= gone < it.weeks * 7)
    if it.picture.today is not None:
        assert it.picture.today == pytest.approx(gone / (it.weeks * 7) * 100)


NINE_WEEKS = "2030-11-04"
"""The deadline nine weeks after the start."""
AXES = {
    "en": [
        ("", ["Oct", "2031", "Apr", "Jul"]),
        (NINE_WEEKS, ["2 Sept", "23 Sept", "14 Oct"]),
    ],
    "ko": [
        ("", ["10월", "2031", "4월", "7월"]),
        (NINE_WEEKS, ["9월 2일", "9월 23일", "10월 14일"]),
    ],
}


def test_an_axis_names_months_with_a_january_by_its_year_and_weeks_by_their_first_day(
    reader: Visitor,
) -> None:
    aim(reader)
    for deadline, named in AXES[reader.language]:
        page = change(reader, start="2030-09-02", hours="8", deadline=deadline)
        axis = page.html.partition('class="lane ticks"')[2].partition("</div>")[0]
        assert [
            part.partition("</text>")[0].partition(">")[2] for part in axis.split("<text")[1:]
        ] == named


def test_the_pages_bars_are_those_of_the_picture_and_today_is_drawn_only_within_the_plan(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, MONDAY)
    aim(reader)
    change(reader)
    weeks = len(senior().weeks)
    for days, is_drawn in ((-1, False), (0, True), (weeks * 7 - 1, True), (weeks * 7, False)):
        on(monkeypatch, MONDAY + timedelta(days))
        page = reader.open(PLAN)
        bars = [found for tag, found in page.elements if tag == "rect" and found.get("rx") == "3"]
        assert len(bars) == len(senior().steps)
        assert sum(float(each["width"].rstrip("%")) for each in bars) == pytest.approx(
            senior().hours / (weeks * HOURS) * 100, abs=0.1
        )
        assert ('class="today"' in page.html) == is_drawn, days
