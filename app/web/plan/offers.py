"""What the plan's form has to choose from, with its words."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue.model import Catalogue
from app.catalogue.steps import Focus, FocusKind
from app.catalogue.text import Text
from app.planning.open_steps import level_of
from app.web.plan.following import Following
from app.web.plan.forms import addable


@dataclass(frozen=True, slots=True)
class Rise:
    """A step to put in, by the skill and both its levels."""

    id: str
    skill: Text
    start: int
    level: int


@dataclass(frozen=True, slots=True)
class Offers:
    focuses: tuple[tuple[FocusKind, tuple[Focus, ...]], ...]
    rises: tuple[tuple[Text, tuple[Rise, ...]], ...]
    """Area by area what is not in the plan and not met."""


def offers(following: Following) -> Offers:
    catalogue = following.found.catalogue
    kinds: tuple[FocusKind, ...] = ("industry", "coming")
    grouped = (
        (kind, tuple(each for each in catalogue.focuses if each.kind == kind)) for kind in kinds
    )
    return Offers(
        tuple((kind, found) for kind, found in grouped if found),
        tuple(_rises(following, catalogue)),
    )


def _rises(following: Following, catalogue: Catalogue) -> Iterator[tuple[Text, tuple[Rise, ...]]]:
    """Of each area the steps that a plan could take beside its own."""
    there = (
        {step.id for step in following.plan.steps}
        | following.terms.put_in
        | following.terms.leave_out
    )
    steps = [
        step for step in addable(catalogue.step.values(), following.ratings) if step.id not in there
    ]
    for area in catalogue.areas:
        names = {skill.id: skill.name for skill in catalogue.skills_by_area[area.id]}
        found = [
            Rise(s.id, names[s.skill], level_of(following.ratings, s.skill), s.to_level)
            for s in steps
            if s.skill in names
        ]
        if found:
            yield area.name, tuple(found)
