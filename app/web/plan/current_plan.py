"""The learning plan of a finished assessment as it stands on a day: terms, steps done, weeks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.exports.words import Wanted
from app.planning.curve import PACES, CurvePoint, curve
from app.planning.model import DAYS_A_WEEK, Plan, Target
from app.planning.plan import plan
from app.planning.progress import ProgressReport, confirmed, progress_report
from app.planning.wishes import Wishes
from app.storage.plans import Progress, Terms, find_progress, find_terms, steps_in
from app.web.context import reads
from app.web.finished_assessment import FinishedAssessment, load_with_target
from app.web.http.heavy_work import heavy_work
from app.web.i18n import today

CACHED_PLANS = 64
"""Plans, and curves, that are cached by all their inputs: opening a page again needs no search."""
RatingItems = tuple[tuple[str, int | None], ...]
"""Ratings in a form that a cache can use as a key."""


@dataclass(frozen=True, slots=True)
class CurrentPlan:
    """A plan and how far its owner is with it today."""

    assessed: FinishedAssessment
    saved_terms: Terms | None
    """None until the owner has changed the terms or started the plan."""
    terms: Terms
    """The terms that the plan uses: always with a start, and with no deadline less than a week
    after it."""
    progress: Progress
    ratings: Ratings
    """The assessment's ratings, raised by the steps that were done before this plan was made."""
    plan: Plan
    standing: ProgressReport
    today: date

    @property
    def lost_deadline(self) -> date | None:
        """The saved deadline where the plan cannot use it any more."""
        saved = self.saved_terms.deadline if self.saved_terms else None
        return saved if saved and not self.terms.deadline else None

    @property
    def can_keep_deadline(self) -> bool:
        """Return whether a plan that starts today can use the same deadline, if there is one."""
        return self.terms.deadline is None or leaves_a_week(self.today, self.terms.deadline)

    @property
    def is_draft(self) -> bool:
        """Return whether the plan has no saved start, so that it starts on the day it is opened."""
        return bool(self.plan.weeks) and (
            self.saved_terms is None or self.saved_terms.start is None
        )

    @property
    def wanted(self) -> Wanted:
        """Which resources the owner wants to study from."""
        return Wanted(self.terms.languages, self.terms.free_only)

    @property
    def done(self) -> tuple[str, ...]:
        """All steps done since the assessment."""
        return steps_in(self.progress, "done")

    @property
    def done_before(self) -> tuple[Step, ...]:
        """The steps of the catalogue that were done before this plan was made."""
        steps = self.assessed.catalogue.step
        return tuple(steps[id] for id in sorted(self.terms.done & set(self.done)) if id in steps)


def load_plan(number: int) -> CurrentPlan:
    """Return the owner's plan for the assessment, computed unless it is cached.

    Raises what `load_with_target` raises, and HeavyWorkBusy or OwnerBusy when no place is free.
    """
    return plan_of(load_with_target(number))


def plan_of(found: FinishedAssessment) -> CurrentPlan:
    """Return the owner's plan for an assessment that has a target."""
    owner, number = found.assessment.owner, found.number
    with reads() as db:
        terms, progress = find_terms(db, owner, number), find_progress(db, owner, number)
    return plan_on(today(), found, terms, progress)


def plan_on(
    day: date, found: FinishedAssessment, saved: Terms | None, progress: Progress
) -> CurrentPlan:
    """Return the plan of these terms with this progress, as it stands on a day."""
    terms, done = effective_terms(saved or Terms(), day), steps_in(progress, "done")
    ratings = confirmed(found.catalogue, found.ratings, terms.done & set(done))
    made: Plan = computed_in_place(
        _cached_plan,
        found.catalogue,
        rating_items(ratings),
        found.target,
        found.hours_a_week,
        terms.start,
        terms.deadline,
        Wishes(terms.put_in, terms.leave_out, terms.begun, terms.focus),
    )
    return CurrentPlan(
        assessed=found,
        saved_terms=saved,
        terms=terms,
        progress=progress,
        ratings=ratings,
        plan=made,
        standing=progress_report(found.catalogue, found.ratings, made, done, day),
        today=day,
    )


def worth_by_hours(current: CurrentPlan) -> tuple[CurvePoint, ...]:
    """Return how much is met at the deadline for several paces; empty without a deadline.

    The plan's own pace is among them, and one hour a week more unless that is over the maximum.
    """
    made = current.plan
    if made.pace.start is None or made.pace.deadline is None:
        return ()
    hours = made.pace.hours_a_week
    points: tuple[CurvePoint, ...] = computed_in_place(
        _cached_curve,
        current.assessed.catalogue,
        rating_items(current.ratings),
        made.target,
        made.pace.start,
        made.pace.deadline,
        (*PACES, hours, hours + 1),
        made.wishes,
    )
    return points


def effective_terms(terms: Terms, day: date) -> Terms:
    """Return the terms as a plan uses them on a day.

    A plan that was not started starts on that day. A deadline less than a week after the start
    is dropped.
    """
    start = terms.start or day
    deadline = terms.deadline if terms.deadline and leaves_a_week(start, terms.deadline) else None
    return replace(terms, start=start, deadline=deadline)


def restarted_terms(terms: Terms, progress: Progress, day: date) -> Terms:
    """Return the terms of a plan that starts again on a day, or later if it was to start later.

    Steps that are done lie behind it, and steps in progress come first.
    """
    start = max(terms.start or day, day)
    done, begun = steps_in(progress, "done"), steps_in(progress, "begun")
    return replace(terms, start=start, done=frozenset(done), begun=frozenset(begun))


def put_in(terms: Terms, step: str) -> Terms:
    """Return the terms with the step in the plan whatever it brings."""
    return replace(terms, put_in=terms.put_in | {step}, leave_out=terms.leave_out - {step})


def leave_out(terms: Terms, step: str) -> Terms:
    """Return the terms with the step left out of the plan."""
    return replace(terms, put_in=terms.put_in - {step}, leave_out=terms.leave_out | {step})


def decide_freely(terms: Terms, step: str) -> Terms:
    """Return the terms with the step neither put in nor left out by the owner."""
    return replace(terms, put_in=terms.put_in - {step}, leave_out=terms.leave_out - {step})


def leaves_a_week(start: date, deadline: date) -> bool:
    """Return whether at least a whole week lies between the two."""
    return (deadline - start).days >= DAYS_A_WEEK


def rating_items(ratings: Ratings) -> RatingItems:
    return tuple(sorted(ratings.items()))


@lru_cache(3 * CACHED_PLANS)
def computed_in_place(cached: Callable[..., Any], *inputs: object) -> Any:
    """Return what the cached function gives for these inputs; hold a place while it computes.

    A result that is known needs no place. Those who waited for the same inputs find it in the
    function's own cache.
    """
    with heavy_work():
        return cached(*inputs)


@lru_cache(CACHED_PLANS)
def _cached_plan(
    catalogue: Catalogue,
    ratings: RatingItems,
    target: Target,
    hours: int,
    start: date | None,
    deadline: date | None,
    wishes: Wishes,
) -> Plan:
    return plan(catalogue, dict(ratings), target, hours, start, deadline, wishes=wishes)


@lru_cache(CACHED_PLANS)
def _cached_curve(
    catalogue: Catalogue,
    ratings: RatingItems,
    target: Target,
    start: date,
    deadline: date,
    paces: tuple[int, ...],
    wishes: Wishes,
) -> tuple[CurvePoint, ...]:
    return curve(catalogue, dict(ratings), target, start, deadline, paces, wishes=wishes)
