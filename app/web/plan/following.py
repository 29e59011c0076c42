"""A plan as its owner follows it: the terms it is made for, the steps done since, and where that leaves them today."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.curve import PACES, CurvePoint, curve
from app.planning.model import DAYS_A_WEEK, Plan, Target
from app.planning.plan import plan
from app.planning.progress import Standing, confirmed, standing
from app.planning.wishes import Wishes
from app.storage.plans import Progress, Terms, find_progress, find_terms, steps_in
from app.web.context import reads
from app.web.days import today
from app.web.finished_assessment import FinishedAssessment, load_with_target

MADE = 64
"""How many plans are remembered: a page that is opened again costs no search."""
FrozenRatings = tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Following:
    """A finished assessment's plan, and where its owner stands in it."""

    found: FinishedAssessment
    kept: Terms | None
    """None until somebody has said what the plan is for, or has begun to follow it."""
    terms: Terms
    """What the plan is made for: with a start, and without a deadline that is over."""
    progress: Progress
    ratings: Ratings
    """What the plan starts from: the assessment's, raised by the steps that were done before it was made."""
    plan: Plan
    standing: Standing
    today: date

    @property
    def lost_deadline(self) -> date | None:
        """A deadline that was asked for and that this plan could not have; None else."""
        asked = self.kept.deadline if self.kept else None
        return asked if asked and not self.terms.deadline else None

    @property
    def can_keep_deadline(self) -> bool:
        """Whether a plan that begins today can have the same deadline, if there is one."""
        return self.terms.deadline is None or leaves_a_week(self.today, self.terms.deadline)

    @property
    def done(self) -> tuple[str, ...]:
        """All steps done since the assessment."""
        return steps_in(self.progress, "done")

    @property
    def before(self) -> tuple[Step, ...]:
        """Those that were done before this plan was made and that its catalogue has."""
        steps = self.found.catalogue.step
        return tuple(steps[id] for id in sorted(self.terms.done & set(self.done)) if id in steps)


def following(number: int) -> Following:
    """The owner's plan for that assessment; 404 and redirects as of the assessment itself."""
    found = load_with_target(number)
    with reads() as db:
        owner = found.assessment.owner
        kept, progress = find_terms(db, owner, number), find_progress(db, owner, number)
    return follow(found, kept, progress, today())


def follow(
    found: FinishedAssessment, kept: Terms | None, progress: Progress, day: date
) -> Following:
    """The plan of these terms with this progress, as it stands on a day."""
    terms = in_force(kept or Terms(), day)
    done = steps_in(progress, "done")
    ratings = confirmed(found.catalogue, found.ratings, terms.done & set(done))
    made = _made(
        found.catalogue,
        _frozen(ratings),
        found.target,
        found.hours_a_week,
        terms.start,
        terms.deadline,
        wishes_of(terms),
    )
    return Following(
        found,
        kept,
        terms,
        progress,
        ratings,
        made,
        standing(found.catalogue, found.ratings, made, done, day),
        day,
    )


def more_hours(following: Following) -> tuple[CurvePoint, ...]:
    """Readiness at the deadline for several paces, this plan's and one hour more among them; none without a deadline."""
    made = following.plan
    if made.pace.start is None or made.pace.deadline is None:
        return ()
    pace, ratings = made.pace, _frozen(following.ratings)
    paces = (*PACES, pace.hours_a_week, pace.hours_a_week + 1)
    return _curve(
        following.found.catalogue,
        ratings,
        made.target,
        made.pace.start,
        made.pace.deadline,
        paces,
        made.wishes,
    )


def replanned(terms: Terms, progress: Progress, day: date) -> Terms:
    """The terms of a plan that begins anew, today or when it was to begin: what is done is behind it, what is in progress comes first."""
    start = max(terms.start or day, day)
    done, begun = steps_in(progress, "done"), steps_in(progress, "begun")
    return replace(terms, start=start, done=frozenset(done), begun=frozenset(begun))


def wishes_of(terms: Terms) -> Wishes:
    return Wishes(terms.put_in, terms.leave_out, terms.begun, terms.focus)


def in_force(terms: Terms, day: date) -> Terms:
    """A plan that has not begun begins today; a deadline less than a week after the start is none."""
    start = terms.start or day
    deadline = terms.deadline if terms.deadline and leaves_a_week(start, terms.deadline) else None
    return replace(terms, start=start, deadline=deadline)


def leaves_a_week(start: date, deadline: date) -> bool:
    """Whether a whole week lies between."""
    return (deadline - start).days >= DAYS_A_WEEK


def _frozen(ratings: Ratings) -> FrozenRatings:
    return tuple(sorted(ratings.items()))


@lru_cache(MADE)
def _made(
    catalogue: Catalogue,
    ratings: FrozenRatings,
    target: Target,
    hours: int,
    start: date | None,
    deadline: date | None,
    wishes: Wishes,
) -> Plan:
    """A plan is all that its inputs say, so that one made before serves again."""
    return plan(catalogue, dict(ratings), target, hours, start, deadline, wishes=wishes)


@lru_cache(MADE)
def _curve(
    catalogue: Catalogue,
    ratings: FrozenRatings,
    target: Target,
    start: date,
    deadline: date,
    paces: tuple[int, ...],
    wishes: Wishes,
) -> tuple[CurvePoint, ...]:
    return curve(catalogue, dict(ratings), target, start, deadline, paces, wishes=wishes)
