"""The way to a target at no particular pace: which skills are missing, and the hours they take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.catalogue.steps import Step
from app.planning.model import Target
from app.planning.open_steps import open_steps
from app.planning.progress import confirmed
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import Requirements, requirements_of


@dataclass(frozen=True, slots=True)
class Route:
    """What a target still asks for. Hours are those of all its open study steps."""

    required: Mapping[str, int]
    """The level of each requirement, by the skill that counts for it or that is to meet it."""
    course: tuple[str, ...]
    """The skills whose requirements are not met, in the order of the plan."""
    hours: int
    low_hours: int
    high_hours: int
    ready_hours: int | None
    """Hours of study after which the target is ready: 0 if it is, None if study is not enough."""
    months: int
    """Months of practice, where a step asks for experience: the longest of them."""

    def weeks(self, hours_a_week: int) -> int:
        """Return the weeks of study at a pace, the last one counted whole."""
        return -(-self.hours // hours_a_week)

    def ready_weeks(self, hours_a_week: int) -> int | None:
        """Return the weeks of study until the target is ready, None if study is not enough."""
        return None if self.ready_hours is None else -(-self.ready_hours // hours_a_week)

    def low_weeks(self, hours_a_week: int) -> int:
        """Return the weeks when every step takes its low figure."""
        return -(-self.low_hours // hours_a_week)

    def high_weeks(self, hours_a_week: int) -> int:
        """Return the weeks when every step takes its high figure."""
        return -(-self.high_hours // hours_a_week)


def route(catalogue: Catalogue, ratings: Ratings, target: Target) -> Route:
    """Return the way to a target, with alternatives settled as in the plan.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    available = open_steps(catalogue, ratings, target)
    requirements = requirements_of(catalogue, target.role, target.stage)
    required, missing = dict[str, int](), set[str]()
    for requirement in requirements.items:
        skill = available.skills.get(requirement.any_of)
        if skill:
            missing.add(skill)
        else:
            skill = max(requirement.any_of, key=lambda each: ratings.get(each) or 0)
        required[skill] = requirement.level
    hours = [step.hours for step in available.steps if step.hours]
    months = [step.months for step in available.steps if step.months]
    return Route(
        required=required,
        course=tuple(dict.fromkeys(s.skill for s in available.steps if s.skill in missing)),
        hours=sum(each.likely for each in hours),
        low_hours=sum(each.low for each in hours),
        high_hours=sum(each.high for each in hours),
        ready_hours=_ready_hours(catalogue, ratings, requirements, available.steps),
        months=max(months, default=0),
    )


def _ready_hours(
    catalogue: Catalogue, ratings: Ratings, requirements: Requirements, steps: Iterable[Step]
) -> int | None:
    hours = 0
    for step in steps:
        if stage_readiness(requirements, ratings).is_ready:
            return hours
        if step.hours:
            ratings = confirmed(catalogue, ratings, [step.id])
            hours += step.hours.likely
    return hours if stage_readiness(requirements, ratings).is_ready else None
