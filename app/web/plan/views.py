"""What the plan page shows."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Skill, Step, Text
from app.planning.model import Plan, PlannedStep
from app.web.assessed import Assessed


@dataclass(frozen=True, slots=True)
class StepRow:
    """One control of the course: the step, its skill, its goal, and why it stands here."""

    place: int
    step: PlannedStep
    content: Step
    skill: Skill
    goal: Text
    closes: tuple[Text, ...]
    unlocks: tuple[Text, ...]
    reasons: tuple[Text, ...]
    ready_after: float
    """Readiness once this step and all before it are done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    found: Assessed
    plan: Plan
    study: tuple[StepRow, ...]
    experience: tuple[StepRow, ...]
    weeks: int
    months: int
    """The longest experience step; they run beside each other."""
    beyond: Text
    """What the stage expects, for someone who meets it already."""


def plan_page(found: Assessed, plan: Plan) -> PlanPage:
    rows, ready = list[StepRow](), plan.readiness.now
    for place, step in enumerate(plan.steps, 1):
        ready += step.gain
        rows.append(_row(found.catalogue, plan, place, step, min(ready, 1.0)))
    experience = tuple(row for row in rows if row.step.kind == "experience")
    return PlanPage(
        found=found,
        plan=plan,
        study=tuple(row for row in rows if row.step.kind == "study"),
        experience=experience,
        weeks=len(plan.weeks),
        months=max((row.content.months or 0 for row in experience), default=0),
        beyond=found.role.stages[found.target.stage].text,
    )


def _row(catalogue: Catalogue, plan: Plan, place: int, step: PlannedStep, ready: float) -> StepRow:
    skill, content = catalogue.skill[step.skill], catalogue.step[step.id]
    planned = {other.id for other in plan.steps}
    return StepRow(
        place=place,
        step=step,
        content=content,
        skill=skill,
        goal=skill.anchors[step.to_level],
        closes=tuple(catalogue.item[item].name for item in step.closes),
        unlocks=tuple(dict.fromkeys(catalogue.skill[catalogue.step[id].skill].name for id in step.unlocks)),
        reasons=tuple(needed.reason for needed in content.requires if planned & set(needed.any_of)),
        ready_after=ready,
    )
