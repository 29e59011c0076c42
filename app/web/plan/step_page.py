"""What the page of one step shows."""

from dataclasses import dataclass

from app.catalogue.steps import Step
from app.exports.words import Words
from app.storage.plans import NOT_BEGUN, StepProgress
from app.web.plan.current_plan import CurrentPlan
from app.web.plan.steps import StepMaterial, StepView, step_material, step_views


@dataclass(frozen=True, slots=True)
class StepPage:
    """One step by itself: what it asks for, and how far its owner is."""

    current: CurrentPlan
    step: Step
    material: StepMaterial
    view: StepView | None
    """The step as the plan has it; None where it is not in the plan."""
    progress: StepProgress
    is_left_out: bool
    is_put_in: bool


def step_page(current: CurrentPlan, step: Step, words: Words) -> StepPage:
    """Return one step, which need not be in the plan."""
    views = step_views(current, words)
    return StepPage(
        current=current,
        step=step,
        material=step_material(current, words, step),
        view=next((view for view in views if view.planned.id == step.id), None),
        progress=current.progress.get(step.id, NOT_BEGUN),
        is_left_out=step.id in current.terms.leave_out,
        is_put_in=step.id in current.terms.put_in,
    )
