"""A plan's steps as its pages show them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from markupsafe import Markup

from app.catalogue.model import Catalogue, Skill
from app.catalogue.steps import Resource, Step
from app.catalogue.text import Language, Text
from app.documents.words import Wanted, Words, nothing_left, resource_facts, resources_of
from app.planning.model import PlannedStep
from app.planning.open_steps import level_of
from app.storage.plans import NOT_BEGUN, StepProgress
from app.web.plan.following import Following
from app.web.spoken import template_in

TOLD: Final = 512
"""How many steps' materials are kept, of some 3 KB each: all steps of a catalogue in both languages, and many with fewer resources."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A step by the skill and the level that it reaches."""

    id: str
    skill: Text
    level: int


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """Something to study from: its title, the language that the title is in, and its facts in a line."""

    resource: Resource
    title: str
    title_language: Language
    facts: str


@dataclass(frozen=True, slots=True)
class Material:
    """What a step asks for, and what to study from: the reader's language and free ones first."""

    content: Step
    skill: Skill
    goal: Text
    catalogue: Catalogue
    wanted: Wanted
    words: Words

    @property
    def told(self) -> Markup:
        """All this in words."""
        return _told(self.words, self.catalogue, self.content.id, self.wanted)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A gap that a step makes smaller: what the target asks for, and where the plan starts, in levels."""

    item: Text
    asked: int
    start: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One control of the course: the step, what it asks for, and why it stands here."""

    place: int
    step: PlannedStep
    material: Material
    group: Text | None
    """The alternatives of which this skill is one, where it is."""
    gaps: tuple[GapRow, ...]
    unlocks: tuple[Reached, ...]
    reasons: tuple[tuple[Reached, Text], ...]
    """What of this plan comes before, and why."""
    focus: Text | None
    """Why the plan's focus wants it, where it does."""
    is_put_in: bool
    is_done: bool
    is_late: bool
    is_due: bool
    """There is something to do about it now: it is late, in progress, or of this week."""
    progress: StepProgress
    ready_before: float
    ready_after: float
    """Readiness once all steps before it, or this one too, are done, 0 to 1."""
    points_an_hour: float | None
    """What each of its hours adds to readiness, in points of a hundred; None for experience."""


def step_rows(following: Following, words: Words) -> tuple[StepRow, ...]:
    """Every step of the plan, in its order."""
    rows, ready = list[StepRow](), following.plan.readiness.now
    for place, step in enumerate(following.plan.steps, 1):
        before, ready = ready, min(ready + step.gain, 1.0)
        rows.append(_row(following, words, place, step, (before, ready)))
    return tuple(rows)


def material(following: Following, words: Words, step: Step) -> Material:
    skill = following.found.catalogue.skill[step.skill]
    wanted = Wanted(following.terms.languages, following.terms.free_only)
    return Material(
        step, skill, skill.anchors[step.to_level], following.found.catalogue, wanted, words
    )


@lru_cache(TOLD)
def _told(words: Words, catalogue: Catalogue, id: str, wanted: Wanted) -> Markup:
    """A function of content alone, so that what was made before serves again, whoever asks."""
    step = catalogue.step[id]
    resources = tuple(
        _resource(words, each) for each in resources_of(words, catalogue, step, wanted)
    )
    told = template_in(words.language, "plan_told.html").render(
        content=step,
        goal=catalogue.skill[step.skill].anchors[step.to_level],
        resources=resources,
        nothing=nothing_left(
            words, catalogue, step, wanted
        ),  # what to say where the plan's terms leave nothing of what there is
        hidden=len(step.resources) - len(resources),
        language=words.language,
    )
    return Markup(told)  # noqa: S704 (a template's, which escapes) # nosec B704


def reached(catalogue: Catalogue, id: str) -> Reached:
    step = catalogue.step[id]
    return Reached(id, catalogue.skill[step.skill].name, step.to_level)


def _row(
    following: Following, words: Words, place: int, step: PlannedStep, ready: tuple[float, float]
) -> StepRow:
    catalogue, plan = following.found.catalogue, following.plan
    content, progress = catalogue.step[step.id], following.progress.get(step.id, NOT_BEGUN)
    is_done, is_late = step.id in following.standing.done, step.id in following.standing.behind
    item = next(item for item in catalogue.items if step.skill in item.skills)
    return StepRow(
        place=place,
        step=step,
        material=material(following, words, content),
        group=item.name if len(item.skills) > 1 else None,
        gaps=tuple(_gaps(following, step)),
        unlocks=tuple(reached(catalogue, id) for id in step.unlocks),
        reasons=tuple(_reasons(following, content, [each.id for each in plan.steps[: place - 1]])),
        focus=_focus_reason(following, step),
        is_put_in=step.id in following.terms.put_in,
        is_done=is_done,
        is_late=is_late,
        is_due=not is_done
        and (is_late or progress.state == "begun" or _is_of(step, following.standing.week)),
        progress=progress,
        ready_before=ready[0],
        ready_after=ready[1],
        points_an_hour=step.gain * 100 / step.hours if step.hours else None,
    )


def _is_of(step: PlannedStep, week: int | None) -> bool:
    return bool(
        week and step.week_first and step.week_last and step.week_first <= week <= step.week_last
    )


def _gaps(following: Following, step: PlannedStep) -> Iterator[GapRow]:
    catalogue, target = following.found.catalogue, following.plan.target
    for asked in catalogue.role[target.role].stages[target.stage].requirements:
        if asked.item in step.closes:
            item = catalogue.item[asked.item]
            yield GapRow(
                item.name,
                asked.level,
                max(level_of(following.ratings, skill) for skill in item.skills),
            )


def _focus_reason(following: Following, step: PlannedStep) -> Text | None:
    focus = following.found.catalogue.focus.get(following.terms.focus or "")
    goals = focus.goals if focus else ()
    return next(
        (goal.reason for goal in goals if goal.skill == step.skill and step.to_level <= goal.level),
        None,
    )


def _resource(words: Words, resource: Resource) -> ResourceRow:
    """A title that is the same in both languages is that of the work itself. A line may end with a point between facts, never begin so."""
    language = resource.language if resource.title.ko == resource.title.en else words.language
    facts = resource_facts(words, resource).replace(" · ", "\N{NO-BREAK SPACE}· ")
    return ResourceRow(resource, words.say(resource.title), language, facts)


def _reasons(following: Following, step: Step, before: list[str]) -> Iterator[tuple[Reached, Text]]:
    """The earlier steps of the plan without which this one could not stand here; what is met needs no word."""
    catalogue = following.found.catalogue
    for needed in step.requires:
        alternatives = [catalogue.step[id] for id in needed.any_of]
        if not any(
            level_of(following.ratings, each.skill) >= each.to_level for each in alternatives
        ):
            first = min((id for id in needed.any_of if id in before), key=before.index)
            yield reached(catalogue, first), needed.reason
