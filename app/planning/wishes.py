"""What a person wants of a plan beyond its target and its pace."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue


@dataclass(frozen=True, slots=True)
class Wishes:
    """Steps to put in, to leave out, and in progress, by id, and a focus of the catalogue.

    Ids that the catalogue does not have, or whose step the ratings meet, ask for nothing. A step that is to be left out is left out
    whatever else asks for it. Only study steps can be put in.
    """

    put_in: frozenset[str] = frozenset()
    leave_out: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    """In progress: where they fit before the deadline they stay in the plan, and they come first. Their hours count in full."""
    focus: str | None = None
    """Its goals count like further requirements of the average weight, but never in readiness."""


NO_WISHES = Wishes()


def focus_steps(catalogue: Catalogue, focus: str | None) -> tuple[str, ...]:
    """The study steps that lead to a focus's goals, goal by goal; none for no focus and for one that the catalogue does not have."""
    found = catalogue.focus.get(focus) if focus else None
    goals = found.goals if found else ()
    return tuple(
        step.id for goal in goals for step in catalogue.skill[goal.skill].steps[: goal.level]
    )


def wished_steps(catalogue: Catalogue, wishes: Wishes) -> tuple[str, ...]:
    """Study steps that must be in the plan, the most pressing first: those in progress, then those put in."""
    asked = (*sorted(wishes.begun), *sorted(wishes.put_in))
    return tuple(
        dict.fromkeys(
            id for id in asked if id in catalogue.step and catalogue.step[id].kind == "study"
        )
    )
