"""A plan as JSON: a public contract."""

import json

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.exports.words import Wanted, Words, resources_of, step_name
from app.planning.model import Plan, PlannedStep


def plan_as_json(plan: Plan, catalogue: Catalogue, words: Words, wanted: Wanted) -> str:
    """Return the plan as JSON, indented by two spaces; floats in the shortest exact form.

    Titles are in the words' language. A step's resources are the wanted ones, by id, in the order
    of the page in that language.
    """
    pace, ready, wishes = plan.pace, plan.readiness, plan.wishes
    document = {
        "target": {"role": plan.target.role, "stage": plan.target.stage},
        "pace": {
            "hours_a_week": pace.hours_a_week,
            "start": pace.start and pace.start.isoformat(),
            "deadline": pace.deadline and pace.deadline.isoformat(),
        },
        "wishes": {
            "focus": wishes.focus,
            "put_in": sorted(wishes.put_in),
            "leave_out": sorted(wishes.leave_out),
        },
        "readiness": {"now": ready.now, "at_deadline": ready.at_deadline, "at_end": ready.at_end},
        "hours": plan.hours,
        "steps": [
            _step(step, catalogue.step[step.id], catalogue, words, wanted) for step in plan.steps
        ],
        "weeks": [{"week": week.week, "hours": week.hours} for week in plan.weeks],
        "left_out": list(plan.left_out),
        "given_up": list(plan.given_up),
        "optimal": plan.optimal,
        "gap": plan.gap,
    }
    return json.dumps(document, indent=2) + "\n"


def _step(
    step: PlannedStep, content: Step, catalogue: Catalogue, words: Words, wanted: Wanted
) -> dict[str, object]:
    return {
        "id": step.id,
        "title": step_name(words, catalogue, content),
        "skill": step.skill,
        "kind": step.kind,
        "from": step.from_level,
        "to": step.to_level,
        "hours": step.hours,
        "week_first": step.week_first,
        "week_last": step.week_last,
        "gain": step.gain,
        "closes": list(step.closes),
        "unlocks": list(step.unlocks),
        "resources": [each.id for each in resources_of(words, catalogue, content, wanted)],
    }
