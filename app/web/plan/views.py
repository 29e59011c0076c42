"""What the plan page shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.catalogue.model import Catalogue, Skill
from app.catalogue.steps import Resource, Step
from app.catalogue.text import Language, Text
from app.documents.words import Words, resource_facts, resources_of
from app.planning.model import Plan, PlannedStep
from app.web.assessed import Assessed


@dataclass(frozen=True, slots=True)
class Reached:
    """A skill at the level that one of its steps reaches."""

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
class StepRow:
    """One control of the course: the step, its skill, its goal, and why it stands here."""

    place: int
    step: PlannedStep
    content: Step
    skill: Skill
    goal: Text
    group: Text | None
    """The alternatives of which this skill is one, where it is."""
    unlocks: tuple[Reached, ...]
    reasons: tuple[tuple[Reached, Text], ...]
    """What of this plan comes before, and why."""
    resources: tuple[ResourceRow, ...]
    """What to study from, the reader's language and free ones first."""
    ready_after: float
    """Readiness once this step and all before it are done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    found: Assessed
    plan: Plan
    study: tuple[StepRow, ...]
    experience: tuple[StepRow, ...]
    weeks: int
    low: int
    high: int
    """Hours of study in all, when every step takes its low or its high figure."""
    low_weeks: int
    high_weeks: int


def plan_page(found: Assessed, plan: Plan, words: Words) -> PlanPage:
    rows, ready = list[StepRow](), plan.readiness.now
    for place, step in enumerate(plan.steps, 1):
        ready += step.gain
        rows.append(_row(found, plan, words, place, step, min(ready, 1.0)))
    experience = tuple(row for row in rows if row.step.kind == "experience")
    hours = [row.content.hours for row in rows if row.content.hours]
    low, high = sum(each.low for each in hours), sum(each.high for each in hours)
    return PlanPage(
        found=found,
        plan=plan,
        study=tuple(row for row in rows if row.step.kind == "study"),
        experience=experience,
        weeks=len(plan.weeks),
        low=low,
        high=high,
        low_weeks=-(-low // found.hours_a_week),
        high_weeks=-(-high // found.hours_a_week),
    )


def _row(found: Assessed, plan: Plan, words: Words, place: int, step: PlannedStep, ready: float) -> StepRow:
    catalogue = found.catalogue
    skill, content = catalogue.skill[step.skill], catalogue.step[step.id]
    item = next(item for item in catalogue.items if skill.id in item.skills)
    return StepRow(
        place=place,
        step=step,
        content=content,
        skill=skill,
        goal=skill.anchors[step.to_level],
        group=item.name if len(item.skills) > 1 else None,
        unlocks=tuple(_reached(catalogue, id) for id in step.unlocks),
        reasons=tuple(_reasons(found, content, [each.id for each in plan.steps[: place - 1]])),
        resources=tuple(_resource(words, each) for each in resources_of(words, catalogue, content)),
        ready_after=ready,
    )


def _resource(words: Words, resource: Resource) -> ResourceRow:
    """A title that is the same in both languages is that of the work itself."""
    own = resource.title.ko == resource.title.en
    return ResourceRow(resource, words.say(resource.title), resource.language if own else words.language, resource_facts(words, resource))


def _reasons(found: Assessed, step: Step, before: list[str]) -> Iterator[tuple[Reached, Text]]:
    """The earlier steps of the plan without which this one could not stand here; what the ratings meet needs no word."""
    for needed in step.requires:
        alternatives = [found.catalogue.step[id] for id in needed.any_of]
        if not any((found.ratings.get(each.skill) or 0) >= each.to_level for each in alternatives):
            first = min((id for id in needed.any_of if id in before), key=before.index)
            yield _reached(found.catalogue, first), needed.reason


def _reached(catalogue: Catalogue, id: str) -> Reached:
    step = catalogue.step[id]
    return Reached(catalogue.skill[step.skill].name, step.to_level)
