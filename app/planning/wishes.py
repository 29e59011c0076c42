"""A person's wishes for a plan, beyond its target and pace."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """Ids of steps to put in, to leave out and in progress, and the id of a focus.

    Unknown ids and steps that the ratings meet have no effect. Leaving a step out takes precedence
    over every other wish. Only study steps can be put in.
    """

    put_in: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    """Steps in progress. They come first and stay in the plan if they fit before the deadline.
    Their hours count in full."""
    focus: str | None = None
    """Its goals count like further requirements of average weight, but not in readiness."""


NO_WISHES = Wishes()


def focus_steps(catalogue: Catalogue, focus: str | None) -> tuple[str, ...]:
    """Return the steps that lead to the goals of a focus, goal by goal.

    Empty without a focus and for an unknown one.
    """
    chosen = catalogue.focus.get(focus) if focus else None
    goals = chosen.goals if chosen else ()
    return tuple(
        step.id for goal in goals for step in catalogue.skill[goal.skill].steps[: goal.level]
    )


def wished_steps(catalogue: Catalogue, wishes: Wishes) -> tuple[str, ...]:
    """Return the study steps that must be in the plan, by priority: in progress, then put in."""
    asked = (*sorted(wishes.begun), *sorted(wishes.put_in))
    return tuple(
        dict.fromkeys(
            id for id in asked if id in catalogue.step and catalogue.step[id].kind == "study"
        )
    )
