"""The catalogue as frozen dataclasses, equal whether read from content or from a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from app.catalogue.steps import Focus, Move, Resource, Step
from app.catalogue.text import Text

Stage = Literal["junior", "senior", "lead"]
STAGES: tuple[Stage, ...] = ("junior", "senior", "lead")

LEVELS = (0, 1, 2, 3, 4)
TOP_LEVEL = LEVELS[-1]
COEFFICIENT_SUM = 1_000_000

Rule = Literal["levels", "thirds"]
"""How ratings become readiness, reasons and level-ups. Results finished before "thirds" keep
"levels": their snapshots name no rule."""

Ratings = Mapping[
    str, int | None
]  # skill id → level 0 to 4; None, or no entry, means not answered (never 0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Rating scale and uncertainty: errors in levels, `k` in standard errors, shares from 0 to 1.

    Roles nearer to the best than `k` are too close to call.
    """

    item_error: float
    skip_error: float
    k: float
    min_information: float | None = None
    """With answers that carry less information, roles are not ranked."""
    min_compared: float | None = None
    """With a smaller share of skills answered both times, two assessments are not compared."""
    min_answered: float | None = None
    """The share of answered skills in place of both. Only snapshots older than both have it."""


@dataclass(frozen=True, slots=True)
class Area:
    """One of the six groups of skills."""

    id: str
    name: Text
    lead: Text


@dataclass(frozen=True, slots=True)
class Skill:
    """What one question asks about; `anchors` holds the deed of each level, 0 to 4."""

    id: str
    area: str
    name: Text
    meaning: Text
    anchors: tuple[Text, ...]
    steps: tuple[Step, ...]

    def __hash__(self) -> int:
        """Hash the id alone: hashing all texts takes longer than most lookups save."""
        return hash(self.id)


@dataclass(frozen=True, slots=True)
class Item:
    """A skill, or a group of alternatives of which the best answered rating counts."""

    id: str
    name: Text
    skills: tuple[str, ...]

    @property
    def is_group(self) -> bool:
        """Return whether this is a group of alternatives."""
        return len(self.skills) > 1


CLEAR_DIFFERENCE = 0.15
"""Shares of postings that differ by more than this are not alike by chance: with MIN_POSTINGS rows
each, the standard error of a difference is at most 0.13, and mostly far less."""
MIN_POSTINGS = 30
"""Postings from which on a share counts."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """An item's whole-number share in a role's match; all of a role's sum to COEFFICIENT_SUM."""

    item: str
    value: int
    source: str
    share: float | None
    """Share of the role's postings that mention the item, 0 to 1, if measured; `n` postings."""
    n: int | None
    people_share: float | None = None
    """Share of the role's people who use the item, 0 to 1, if asked; `people_n` people."""
    people_n: int | None = None


@dataclass(frozen=True, slots=True)
class MemberShare:
    """Share of a role's postings, 0 to 1, that name one skill of a group; `n` postings."""

    skill: str
    share: float
    n: int


@dataclass(frozen=True, slots=True)
class Requirement:
    """An item at a level (1 to 4) with a whole-number weight, for one role and stage.

    Where the role names alternatives of its own, `any_of` holds their skills, and `item` is made of
    their ids.
    """

    item: str
    level: int
    weight: int
    source: str
    core: bool = False
    """Whether nobody would hire for the role and stage without it."""
    any_of: tuple[str, ...] = ()
    reason: Text | None = None


@dataclass(frozen=True, slots=True)
class StageProfile:
    """What one stage of a role expects, in words and as requirements."""

    text: Text
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """An AI role: its texts, match coefficients (one per item, in item order) and stages."""

    id: str
    name: Text
    summary: Text
    article: Text | None
    """What the article says of the role; None where it does not name the role."""
    question: Text
    day: tuple[Text, ...]
    match: tuple[Coefficient, ...]
    stages: Mapping[Stage, StageProfile]
    fitted: str = ""  # the day, YYYY-MM-DD, of the last fit that changed the coefficients
    member_shares: tuple[MemberShare, ...] = ()
    moves: tuple[Move, ...] = ()
    """Where the role is taught in another order than the curriculum, applied in this order."""
    ours: Text | None = None
    """Why Orienteer adds a role that the article does not name; exactly one of both stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from."""

    id: str
    text: Text


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All content of questions, results and plans, in the manifest's order.

    Compared and hashed by identity, so that it can be a cache key.
    """

    scale: Scale
    areas: tuple[Area, ...]
    skills: tuple[Skill, ...]
    items: tuple[Item, ...]
    roles: tuple[Role, ...]
    sources: tuple[Source, ...]
    resources: tuple[Resource, ...] = ()
    focuses: tuple[Focus, ...] = ()
    curriculum: tuple[str, ...] = ()
    """All study steps in the taught order. A snapshot older than curricula has none."""
    rule: Rule = "thirds"

    @cached_property
    def skill(self) -> Mapping[str, Skill]:
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def item(self) -> Mapping[str, Item]:
        """The items of the match, and the alternatives that single roles name, by id."""
        own = {
            requirement.item: Item(
                requirement.item, self._alternatives(requirement.any_of), requirement.any_of
            )
            for role in self.roles
            for profile in role.stages.values()
            for requirement in profile.requirements
            if requirement.any_of
        }
        return {item.id: item for item in self.items} | own

    def _alternatives(self, skills: tuple[str, ...]) -> Text:
        """Return the name of some alternatives, such as "A, B or C"."""
        names = [
            self.skill[each].name if each in self.skill else Text(each, each) for each in skills
        ]
        *others, last = names
        if not others:
            return last
        return Text(
            ko=f"{', '.join(each.ko for each in others)} 또는 {last.ko}",
            en=f"{', '.join(each.en for each in others)} or {last.en}",
        )

    @cached_property
    def role(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    @cached_property
    def source(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def resource(self) -> Mapping[str, Resource]:
        return {resource.id: resource for resource in self.resources}

    @cached_property
    def focus(self) -> Mapping[str, Focus]:
        return {focus.id: focus for focus in self.focuses}

    @cached_property
    def step(self) -> Mapping[str, Step]:
        return {step.id: step for skill in self.skills for step in skill.steps}

    @cached_property
    def skills_by_area(self) -> Mapping[str, tuple[Skill, ...]]:
        return {area.id: tuple(s for s in self.skills if s.area == area.id) for area in self.areas}
