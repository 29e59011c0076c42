"""Steps from each level of a skill to the next, resources to study from, and plan focuses."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from app.catalogue.text import Language, Text

StepKind = Literal["study", "experience"]
ResourceKind = Literal[
    "documentation",
    "course",
    "book",
    "article",
    "video",
    "paper",
    "code",
    "exercises",
    "dataset",
    "standard",
]
RESOURCE_KINDS: tuple[ResourceKind, ...] = get_args(ResourceKind)
Cost = Literal["free", "audit", "paid"]
COSTS: tuple[Cost, ...] = get_args(Cost)
Found = Literal["index", "home"]
FOUND: tuple[Found, ...] = ("index", "home")
NO_TEXT: Final = Text("", "")
FocusKind = Literal["industry", "coming"]
FOCUS_KINDS: tuple[FocusKind, ...] = ("industry", "coming")


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of study and practice for one step, for someone who meets its prerequisites."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """At least one of these steps must be met first, and why."""

    any_of: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Resource:
    """A part of a work to study from.

    `cost` "audit" means free to follow, paid for a certificate. `part` says which part of the work
    is meant, and `hours` how long that part takes; a snapshot older than `part` has none. `found`
    says how the address was confirmed: seen in a stored index of the web, or known as its
    publisher's own site; `confirmed` is the day, YYYY-MM-DD.
    """

    id: str
    title: Text
    publisher: Text
    language: Language
    kind: ResourceKind
    cost: Cost
    hours: int
    url: str
    isbn: str | None
    found: Found
    confirmed: str
    part: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class Guide:
    """A mentor's words on a step: what to learn and make, and what its hours are made of.

    For an experience step: how to show it, where to get the opportunity, and why it takes so long.
    """

    learn: Text
    make: Text
    basis: Text


@dataclass(frozen=True, slots=True)
class Step:
    """The way from one level of a skill to the next; `id` is "<skill>.<from level>".

    `title` says the outcome. A snapshot older than titles has none.
    """

    id: str
    skill: str
    kind: StepKind
    from_level: int
    hours: Hours | None
    months: int | None
    requires: tuple[Prerequisite, ...]
    guide: Guide | None = None
    resources: tuple[str, ...] = ()
    """Ids. The first of each language is the one to do."""
    title: Text | None = None

    @property
    def to_level(self) -> int:
        return self.from_level + 1

    @property
    def level_before(self) -> str | None:
        """The id of the skill's step before this one."""
        return f"{self.skill}.{self.from_level - 1}" if self.from_level else None

    @property
    def prerequisites(self) -> tuple[tuple[str, ...], ...]:
        """Groups of step ids. One of each must come first; the skill's level before leads."""
        before = () if self.level_before is None else ((self.level_before,),)
        return (*before, *(entry.any_of for entry in self.requires))


@dataclass(frozen=True, slots=True)
class Move:
    """A study step that a role teaches directly before another one, unlike the curriculum."""

    step: str
    before: str
    reason: Text


@dataclass(frozen=True, slots=True)
class FocusGoal:
    """A skill at a level that study reaches (1 to 3), and why the focus needs it."""

    skill: str
    level: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Focus:
    """A focus for a plan: one of the article's industries, or one of its coming skills.

    `text` says how to adapt the plan's projects. A focus adds goals to a plan; it never changes
    match or readiness.
    """

    id: str
    kind: FocusKind
    name: Text
    text: Text
    goals: tuple[FocusGoal, ...]
    """The most telling first; each skill once."""
