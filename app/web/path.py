"""Where a role leads: its stages, what each adds to the one before, what it pays, and the paths that the article names."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup

from app.catalogue.model import STAGES, Catalogue, Role, Stage, StageProfile
from app.catalogue.reading import Article, Pay, PayCell, Reading, Station
from app.catalogue.text import Language, Text
from app.planning.model import Target
from app.web.language import language
from app.web.spoken import template_in

MOST_ADDED = 5
"""How many additions of one kind are shown; of the others it is said how many there are."""

EXPERIENCE: dict[Stage, str] = {"junior": "EN", "senior": "SE", "lead": "EX"}
"""The pay source's experience level that is nearest to a stage: our reading, and the page says so."""

SHOWN = 64
"""How many paths are kept, of some 10 KB each: more than all targets of a catalogue in both languages."""

PAY_SCOPES = ("US", "all")
"""Pay is compared within one scope; where both know as many stages it is one country's, whose figures compare better."""

CROSSED_FROM: Stage = "senior"
CROSSED_TO: tuple[Stage, ...] = ("junior", "senior")
"""Who changes role on a path of the article is taken to leave as a senior, and to aim for these stages."""


@dataclass(frozen=True, slots=True)
class Addition:
    """An item and the level asked for; `before` is the level asked for until then, None where it was not asked for."""

    name: Text
    before: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Additions:
    """Additions of one kind, the heaviest first: how many there are, those that are shown, and how many more."""

    count: int
    shown: tuple[Addition, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Goal:
    """A stage to reach: what it newly asks for, what it asks for at a higher level, and pay where it is known."""

    role: Role
    stage: Stage
    text: Text
    new: Additions
    higher: Additions
    pay: PayCell | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """The stage that a course begins from."""

    role: Role
    stage: Stage
    text: Text


@dataclass(frozen=True, slots=True)
class Course:
    """Goals in the order in which they are reached; without a start the first of them is compared with nothing."""

    start: Start | None
    goals: tuple[Goal, ...]


@dataclass(frozen=True, slots=True)
class CareerPath:
    """What follows in a role after a stage (None: the whole of it), and what the article says of paths."""

    role: Role
    after: Stage | None
    course: Course
    crossings: tuple[Course, ...]
    """Changes between this role and another that one of the article's paths names."""
    paths: tuple[tuple[Station, ...], ...]
    founder: Text
    article: Article
    pay_source: Text

    @property
    def has_pay(self) -> bool:
        return any(goal.pay for goal in self.course.goals)


def career_path(
    catalogue: Catalogue, reading: Reading, role_id: str, after: Stage | None
) -> CareerPath:
    """The path of a role from after a stage on; `role_id` must be a role of the catalogue."""
    role, work = catalogue.role[role_id], reading.work
    later = STAGES[STAGES.index(after) + 1 :] if after else STAGES
    start = _start(role, after) if after else None
    scope = _scope(reading.pay, role_id)
    goals, before = list[Goal](), role.stages[after] if after else None
    for stage in later:
        goals.append(
            _goal(catalogue, role, stage, before, _pay(reading.pay, role_id, stage, scope))
        )
        before = role.stages[stage]
    return CareerPath(
        role=role,
        after=after,
        course=Course(start, tuple(goals)),
        crossings=tuple(_crossings(catalogue, work.paths, role_id, after)),
        paths=work.paths,
        founder=work.founder,
        article=work.source,
        pay_source=reading.pay.source,
    )


def path_after(catalogue: Catalogue, reading: Reading, target: Target) -> Markup:
    """What comes after a plan's target, as HTML with its heading; only this shows at first."""
    return _folded(language(), catalogue, reading, target)


@lru_cache(SHOWN)
def _folded(here: Language, catalogue: Catalogue, reading: Reading, target: Target) -> Markup:
    """A function of content alone, so that what was made before serves again, whoever asks."""
    path = career_path(catalogue, reading, target.role, target.stage)
    return Markup(template_in(here, "path.html").module.career_path(path, folded=True))  # type: ignore[attr-defined]  # noqa: S704 (it escapes) # nosec B704


def _start(role: Role, stage: Stage) -> Start:
    return Start(role, stage, role.stages[stage].text)


def _goal(
    catalogue: Catalogue,
    role: Role,
    stage: Stage,
    before: StageProfile | None,
    pay: PayCell | None = None,
) -> Goal:
    found = _additions(catalogue, role.stages[stage], before)
    new = _heaviest(tuple(each for each in found if each.before is None))
    higher = _heaviest(tuple(each for each in found if each.before is not None))
    return Goal(role, stage, role.stages[stage].text, new, higher, pay)


def _additions(
    catalogue: Catalogue, profile: StageProfile, before: StageProfile | None
) -> list[Addition]:
    """What a profile asks for above another, by weight; equal weights in the profile's order."""
    levels = {each.item: each.level for each in before.requirements} if before else {}
    by_weight = sorted(profile.requirements, key=lambda each: -each.weight)
    return [
        Addition(catalogue.item[r.item].name, levels.get(r.item), r.level)
        for r in by_weight
        if r.level > levels.get(r.item, 0)
    ]


def _heaviest(found: tuple[Addition, ...]) -> Additions:
    return Additions(len(found), found[:MOST_ADDED], len(found[MOST_ADDED:]))


def _scope(pay: Pay, role: str) -> str:
    """The scope that knows the pay of most of a role's stages."""
    return max(
        PAY_SCOPES,
        key=lambda scope: sum(_pay(pay, role, stage, scope) is not None for stage in STAGES),
    )


def _pay(pay: Pay, role: str, stage: Stage, scope: str) -> PayCell | None:
    wanted = (role, scope, EXPERIENCE[stage])
    return next(
        (cell for cell in pay.cells if (cell.role, cell.scope, cell.experience) == wanted), None
    )


def _crossings(
    catalogue: Catalogue, paths: tuple[tuple[Station, ...], ...], role: str, after: Stage | None
) -> Iterator[Course]:
    """From this role to another, and to it from another where the whole path is asked for; a frozen catalogue may lack a role."""
    for path in paths:
        for one, other in pairwise(catalogue.role.get(station.role or "") for station in path):
            if (
                one
                and other
                and one is not other
                and (one.id == role or (other.id == role and after is None))
            ):
                yield _crossing(catalogue, one, other)


def _crossing(catalogue: Catalogue, one: Role, other: Role) -> Course:
    before = one.stages[CROSSED_FROM]
    return Course(
        _start(one, CROSSED_FROM),
        tuple(_goal(catalogue, other, stage, before) for stage in CROSSED_TO),
    )
