"""The career path of a role: what each stage adds, its pay, and the paths of the article."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.catalogue.model import STAGES, Catalogue, Role, Stage, StageProfile
from app.catalogue.pay import Pay, PayCell
from app.catalogue.reading import Article, Reading, Station
from app.catalogue.text import Text

MAX_SHOWN = 5
"""How many added requirements of one kind are listed by name."""

EXPERIENCE: dict[Stage, str] = {"junior": "EN", "senior": "SE", "lead": "EX"}
"""Stage → nearest experience level of the pay source: our reading, and the page says so."""

PAY_SCOPES = ("US", "all")
"""A path shows the pay of one scope. On a tie one country wins: its figures compare better."""

CHANGES_FROM: Stage = "senior"
CHANGES_TO: tuple[Stage, ...] = ("junior", "senior")
"""Somebody who changes role is assumed to leave as a senior and to aim for these stages."""


@dataclass(frozen=True, slots=True)
class AddedRequirement:
    """An item and its level; `before` is the level that the stage before requires, or None."""

    name: Text
    before: int | None
    level: int


@dataclass(frozen=True, slots=True)
class AddedRequirements:
    """Requirements of one kind, the heaviest first: all, those to list, and how many more."""

    count: int
    shown: tuple[AddedRequirement, ...]
    more: int


@dataclass(frozen=True, slots=True)
class StageGoal:
    """A stage to reach: what it newly requires, what it requires at a higher level, its pay."""

    role: Role
    stage: Stage
    text: Text
    new: AddedRequirements
    higher: AddedRequirements
    pay: PayCell | None = None


@dataclass(frozen=True, slots=True)
class StartingStage:
    """The stage at which career steps start."""

    role: Role
    stage: Stage
    text: Text


@dataclass(frozen=True, slots=True)
class CareerSteps:
    """Stages in their order. Without a start the first one is compared with nothing."""

    start: StartingStage | None
    goals: tuple[StageGoal, ...]


@dataclass(frozen=True, slots=True)
class CareerPath:
    """The stages of a role after `after` (None: all), and what the article says of paths."""

    role: Role
    after: Stage | None
    steps: CareerSteps
    role_changes: tuple[CareerSteps, ...]
    """Changes between this role and another along a path of the article."""
    paths: tuple[tuple[Station, ...], ...]
    founder: Text
    article: Article
    pay_source: Text

    @property
    def has_pay(self) -> bool:
        return any(goal.pay for goal in self.steps.goals)


def career_path(
    catalogue: Catalogue, reading: Reading, role_id: str, after: Stage | None
) -> CareerPath:
    """Return the path of a role of the catalogue from the stage after `after` on."""
    role, work = catalogue.role[role_id], reading.work
    return CareerPath(
        role=role,
        after=after,
        steps=CareerSteps(
            start=_start(role, after) if after else None,
            goals=tuple(_goals(catalogue, reading.pay, role, after)),
        ),
        role_changes=tuple(_role_changes(catalogue, work.paths, role_id, after)),
        paths=work.paths,
        founder=work.founder,
        article=work.source,
        pay_source=reading.pay.source,
    )


def _start(role: Role, stage: Stage) -> StartingStage:
    return StartingStage(role, stage, role.stages[stage].text)


def _goals(catalogue: Catalogue, pay: Pay, role: Role, after: Stage | None) -> Iterator[StageGoal]:
    """Compare each later stage of the role with the stage before it."""
    later = STAGES[STAGES.index(after) + 1 :] if after else STAGES
    before = role.stages[after] if after else None
    scope = _pay_scope(pay, role.id)
    for stage in later:
        yield _goal(catalogue, role, stage, before, _pay(pay, role.id, stage, scope))
        before = role.stages[stage]


def _goal(
    catalogue: Catalogue,
    role: Role,
    stage: Stage,
    before: StageProfile | None,
    pay: PayCell | None = None,
) -> StageGoal:
    added = _added(catalogue, role.stages[stage], before)
    new = _heaviest(tuple(each for each in added if each.before is None))
    higher = _heaviest(tuple(each for each in added if each.before is not None))
    return StageGoal(role, stage, role.stages[stage].text, new, higher, pay)


def _added(
    catalogue: Catalogue, profile: StageProfile, before: StageProfile | None
) -> list[AddedRequirement]:
    """List what a profile requires above another, the heaviest first."""
    levels = {each.item: each.level for each in before.requirements} if before else {}
    by_weight = sorted(profile.requirements, key=lambda each: -each.weight)
    return [
        AddedRequirement(catalogue.item[each.item].name, levels.get(each.item), each.level)
        for each in by_weight
        if each.level > levels.get(each.item, 0)
    ]


def _heaviest(added: tuple[AddedRequirement, ...]) -> AddedRequirements:
    return AddedRequirements(len(added), added[:MAX_SHOWN], len(added[MAX_SHOWN:]))


def _pay_scope(pay: Pay, role: str) -> str:
    """Return the scope that has the pay of most of a role's stages."""
    return max(
        PAY_SCOPES,
        key=lambda scope: sum(_pay(pay, role, stage, scope) is not None for stage in STAGES),
    )


def _pay(pay: Pay, role: str, stage: Stage, scope: str) -> PayCell | None:
    wanted = (role, scope, EXPERIENCE[stage])
    return next(
        (cell for cell in pay.cells if (cell.role, cell.scope, cell.experience) == wanted), None
    )


def _role_changes(
    catalogue: Catalogue, paths: tuple[tuple[Station, ...], ...], role: str, after: Stage | None
) -> Iterator[CareerSteps]:
    """Yield the article's changes from this role to another, and for a whole path those to it too.

    A frozen catalogue may lack a role that the article names.
    """
    for path in paths:
        for one, other in pairwise(catalogue.role.get(station.role or "") for station in path):
            if one is None or other is None or one is other:
                continue
            if one.id == role or (other.id == role and after is None):
                yield _role_change(catalogue, one, other)


def _role_change(catalogue: Catalogue, one: Role, other: Role) -> CareerSteps:
    before = one.stages[CHANGES_FROM]
    return CareerSteps(
        _start(one, CHANGES_FROM),
        tuple(_goal(catalogue, other, stage, before) for stage in CHANGES_TO),
    )
