"""A plan as JSON: a public contract."""

import json

from app.planning.model import Plan, PlannedStep


def plan_as_json(plan: Plan) -> str:
    """The plan as one JSON text, two spaces deep; floats in the shortest form that reads back as the same number."""
    pace, ready = plan.pace, plan.readiness
    document = {
        "target": {"role": plan.target.role, "stage": plan.target.stage},
        "pace": {
            "hours_a_week": pace.hours_a_week,
            "start": pace.start and pace.start.isoformat(),
            "deadline": pace.deadline and pace.deadline.isoformat(),
        },
        "readiness": {"now": ready.now, "at_deadline": ready.at_deadline, "at_end": ready.at_end},
        "steps": [_step(step) for step in plan.steps],
        "weeks": [{"week": week.week, "hours": week.hours} for week in plan.weeks],
        "left_out": list(plan.left_out),
        "optimal": plan.optimal,
    }
    return json.dumps(document, indent=2) + "\n"


def _step(step: PlannedStep) -> dict[str, object]:
    return {
        "id": step.id,
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
    }
