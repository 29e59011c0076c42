"""A plan's steps as its pages show them: what to do, what to study from, and why they are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Skill
from app.catalogue.steps import Resource, Step
from app.catalogue.text import Language, Text
from app.exports.words import (
    Words,
    no_own_language,
    nothing_left,
    resource_facts,
    resources_of,
    step_levels,
    step_title,
)
from app.planning.alternatives import is_met, level_of
from app.planning.model import PlannedStep
from app.storage.plans import NOT_BEGUN, StepProgress
from app.web.plan.current_plan import CurrentPlan


@dataclass(frozen=True, slots=True)
class StepName:
    """A step by its title, its skill and the level that it reaches."""

    id: str
    title: Text
    skill: Text
    level: int


@dataclass(frozen=True, slots=True)
class ResourceLink:
    """A resource with its title, the language of the title, and its facts in one line."""

    resource: Resource
    title: str
    title_language: Language
    facts: str


@dataclass(frozen=True, slots=True)
class StepMaterial:
    """What a step asks for, and what to study from: the reader's language first."""

    content: Step
    title: Text
    levels: Text | None
    """Its skill and levels, unless the title says them."""
    skill: Skill
    goal: Text
    resources: tuple[ResourceLink, ...]
    lacking: str | None
    """What to say where the plan's terms leave no resource, or the reader's language has none."""
    hidden: int
    """How many resources the plan's terms hide."""


@dataclass(frozen=True, slots=True)
class ClosedGap:
    """A gap that a step closes: the level that the target asks for, and the level at the start."""

    item: Text
    asked: int
    start: int


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the plan with its place, its material, its state and its reasons."""

    place: int
    planned: PlannedStep
    material: StepMaterial
    group: Text | None
    """The group of alternatives that the skill belongs to, if any."""
    gaps: tuple[ClosedGap, ...]
    unlocks: tuple[StepName, ...]
    reasons: tuple[tuple[StepName, Text], ...]
    """The earlier steps of this plan that it needs, and why."""
    focus: Text | None
    """Why the plan's focus needs the step, if it does."""
    moved: Text | None
    """Why the role teaches the step here rather than where the curriculum has it, if it does."""
    is_put_in: bool
    is_done: bool
    is_late: bool
    is_due: bool
    """Whether to work on it now: it is late, in progress, or planned for this week."""
    progress: StepProgress
    ready_before: float
    ready_after: float
    """Readiness before and after this step when all steps before it are done, 0 to 1."""


def step_views(current: CurrentPlan, words: Words) -> tuple[StepView, ...]:
    """Return every step of the plan, in its order."""
    views, ready = list[StepView](), current.plan.readiness.now
    for place, planned in enumerate(current.plan.steps, 1):
        before, ready = ready, min(ready + planned.gain, 1.0)
        views.append(_step_view(current, words, place, planned, (before, ready)))
    return tuple(views)


def step_material(current: CurrentPlan, words: Words, step: Step) -> StepMaterial:
    """Return what a step asks for, with the resources that the plan's terms allow."""
    catalogue, wanted = current.assessed.catalogue, current.wanted
    skill, resources = catalogue.skill[step.skill], resources_of(words, catalogue, step, wanted)
    return StepMaterial(
        content=step,
        title=step_title(catalogue, step),
        levels=step_levels(catalogue, step) if step.title else None,
        skill=skill,
        goal=skill.anchors[step.to_level],
        resources=tuple(_resource_link(words, each) for each in resources),
        lacking=nothing_left(words, catalogue, step, wanted)
        or no_own_language(words, catalogue, step),
        hidden=len(step.resources) - len(resources),
    )


def step_named(catalogue: Catalogue, id: str) -> StepName:
    """Return the step's title, skill and level for a link."""
    step = catalogue.step[id]
    return StepName(
        id, step_title(catalogue, step), catalogue.skill[step.skill].name, step.to_level
    )


def _step_view(
    current: CurrentPlan,
    words: Words,
    place: int,
    planned: PlannedStep,
    ready: tuple[float, float],
) -> StepView:
    catalogue, plan = current.assessed.catalogue, current.plan
    content, progress = catalogue.step[planned.id], current.progress.get(planned.id, NOT_BEGUN)
    is_done = planned.id in current.standing.done
    is_late = planned.id in current.standing.behind
    is_now = is_late or progress.state == "begun" or _is_in(planned, current.standing.week)
    item = next(item for item in catalogue.items if planned.skill in item.skills)
    return StepView(
        place=place,
        planned=planned,
        material=step_material(current, words, content),
        group=item.name if item.is_group else None,
        gaps=tuple(_closed_gaps(current, planned)),
        unlocks=tuple(step_named(catalogue, id) for id in planned.unlocks),
        reasons=tuple(_reasons(current, content, [each.id for each in plan.steps[: place - 1]])),
        focus=_focus_reason(current, planned),
        moved=next(
            (move.reason for move in current.assessed.role.moves if move.step == planned.id), None
        ),
        is_put_in=planned.id in current.terms.put_in,
        is_done=is_done,
        is_late=is_late,
        is_due=is_now and not is_done,
        progress=progress,
        ready_before=ready[0],
        ready_after=ready[1],
    )


def _is_in(planned: PlannedStep, week: int | None) -> bool:
    """Return whether the step is planned for the week."""
    first, last = planned.week_first, planned.week_last
    return bool(week and first and last and first <= week <= last)


def _closed_gaps(current: CurrentPlan, planned: PlannedStep) -> Iterator[ClosedGap]:
    catalogue, target = current.assessed.catalogue, current.plan.target
    for requirement in catalogue.role[target.role].stages[target.stage].requirements:
        if requirement.item in planned.closes:
            item = catalogue.item[requirement.item]
            start = max(level_of(current.ratings, skill) for skill in item.skills)
            yield ClosedGap(item.name, requirement.level, start)


def _focus_reason(current: CurrentPlan, planned: PlannedStep) -> Text | None:
    focus = current.assessed.catalogue.focus.get(current.terms.focus or "")
    for goal in focus.goals if focus else ():
        if goal.skill == planned.skill and planned.to_level <= goal.level:
            return goal.reason
    return None


def _resource_link(words: Words, resource: Resource) -> ResourceLink:
    """Return a link whose title is marked with the work's language if it has only one title.

    A no-break space before each point keeps a line from starting with one.
    """
    has_one_title = resource.title.ko == resource.title.en
    language = resource.language if has_one_title else words.language
    facts = resource_facts(words, resource).replace(" · ", "\N{NO-BREAK SPACE}· ")
    return ResourceLink(resource, words.say(resource.title), language, facts)


def _reasons(
    current: CurrentPlan, step: Step, earlier: list[str]
) -> Iterator[tuple[StepName, Text]]:
    """Yield the earlier steps that this one requires; requirements met by a rating need none."""
    catalogue = current.assessed.catalogue
    for needed in step.requires:
        if not any(is_met(catalogue.step[id], current.ratings) for id in needed.any_of):
            first = min((id for id in needed.any_of if id in earlier), key=earlier.index)
            yield step_named(catalogue, first), needed.reason
