"""What stands in the place of core requirements that a deadline leaves no room for."""

from dataclasses import dataclass, replace

from app.catalogue.model import Catalogue, Ratings
from app.planning.choice import best_within
from app.planning.model import Plan
from app.planning.open_steps import OpenSteps, StepSet, indices, open_steps
from app.planning.plan import USUAL_LIMITS
from app.planning.points import Points, target_points
from app.planning.solver import Limits
from app.scoring.requirements import RequiredItem, requirements_of


@dataclass(frozen=True, slots=True)
class CoreLeftOut:
    """A core requirement of which a plan leaves out steps."""

    item: str
    steps: tuple[str, ...]
    """The steps of its own that are left out."""
    hours: int
    """What they would take beside the plan, with all that they need."""
    fits: bool
    """Whether they would fit before the deadline with nothing beside them but what they need."""
    instead: tuple[str, ...]
    """The steps that the best plan with these steps would drop, in the order of study. Empty where
    they do not fit, or where wishes leave no room for them."""


def core_left_out(
    catalogue: Catalogue, ratings: Ratings, made: Plan, limits: Limits = USUAL_LIMITS
) -> tuple[CoreLeftOut, ...]:
    """Return the core requirements of which a plan with a deadline leaves out steps."""
    if made.pace.hours is None or not made.left_out:
        return ()
    available = open_steps(catalogue, ratings, made.target, made.wishes)
    points = target_points(catalogue, ratings, made.target, available)
    planned = {step.id for step in made.steps}
    chosen = sum(1 << n for n, step in enumerate(available.steps) if step.id in planned)
    requirements = requirements_of(catalogue, made.target.role, made.target.stage).items
    return tuple(
        _left_out(available, points, chosen, made.pace.hours, limits, requirement, missing)
        for requirement in requirements
        if requirement.core and (missing := _missing(available, chosen, requirement))
    )


def _missing(available: OpenSteps, chosen: StepSet, requirement: RequiredItem) -> list[int]:
    """Return the study steps by which the requirement is to be met and that are not chosen."""
    skill = available.skills.get(requirement.any_of)
    return [
        index
        for index in indices(available.study & ~chosen)
        if available.steps[index].skill == skill
        and available.steps[index].to_level <= requirement.level
    ]


def _left_out(
    available: OpenSteps,
    points: Points,
    chosen: StepSet,
    hours: int,
    limits: Limits,
    requirement: RequiredItem,
    missing: list[int],
) -> CoreLeftOut:
    last = missing[-1]
    whole = available.with_prerequisites(1 << last)
    fits, instead = available.hours_of(whole) <= hours, 0
    if fits:
        wishing = replace(available, wished=(*available.wished, last))
        with_it = best_within(wishing, points, hours, limits).chosen
        instead = chosen & available.study & ~with_it if with_it >> last & 1 else 0
    return CoreLeftOut(
        requirement.item,
        tuple(available.steps[index].id for index in missing),
        available.hours_of(whole & ~chosen),
        fits,
        tuple(available.steps[index].id for index in indices(instead)),
    )
