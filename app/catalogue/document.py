"""The catalogue as JSON for other programs (`orienteer catalogue show`), a public contract."""

from app.catalogue.curriculum import role_path
from app.catalogue.model import STAGES, Catalogue, Requirement, Role, Skill
from app.catalogue.snapshot import digest
from app.catalogue.steps import Focus, Resource, Step
from app.catalogue.text import Text

Json = dict[str, object]

EACH_LEVEL_BUILDS = Text(
    ko="한 수준의 일은 바로 앞 수준에서 해 본 일을 그대로 써요.",
    en="The work of a level uses what was done at the level before it.",
)
"""Why every step but a skill's first requires the one before it."""


def to_document(catalogue: Catalogue) -> Json:
    """Return the catalogue as plain values for JSON.

    Every text is {"ko", "en"}; coefficients and weights are whole numbers; hours and months are
    those of the content.
    """
    scale = catalogue.scale
    return {
        "digest": digest(catalogue),
        "scale": {
            "item_error": scale.item_error,
            "skip_error": scale.skip_error,
            "k": scale.k,
            "min_information": scale.min_information,
            "min_compared": scale.min_compared,
        },
        "areas": [
            {"id": a.id, "name": _text(a.name), "lead": _text(a.lead)} for a in catalogue.areas
        ],
        "skills": [_skill(s) for s in catalogue.skills],
        "items": [
            {"id": i.id, "name": _text(i.name), "any_of": list(i.skills)} for i in catalogue.items
        ],
        "roles": [_role(catalogue, r) for r in catalogue.roles],
        "steps": [_step(catalogue, step) for skill in catalogue.skills for step in skill.steps],
        "resources": [_resource(resource) for resource in catalogue.resources],
        "focuses": [_focus(focus) for focus in catalogue.focuses],
    }


def _text(text: Text) -> Json:
    return {"ko": text.ko, "en": text.en}


def _skill(skill: Skill) -> Json:
    return {
        "id": skill.id,
        "area": skill.area,
        "name": _text(skill.name),
        "meaning": _text(skill.meaning),
        "anchors": [_text(a) for a in skill.anchors],
    }


def _role(catalogue: Catalogue, role: Role) -> Json:
    return {
        "id": role.id,
        "name": _text(role.name),
        "summary": _text(role.summary),
        "fitted": role.fitted,
        "match": [
            {
                "any_of": list(catalogue.item[c.item].skills),
                "coefficient": c.value,
                "source": _text(catalogue.source[c.source].text),
                "share": c.share,
                "n": c.n,
                "people_share": c.people_share,
                "people_n": c.people_n,
            }
            for c in role.match
        ],
        "member_shares": [
            {"skill": entry.skill, "share": entry.share, "n": entry.n}
            for entry in role.member_shares
        ],
        "path": list(role_path(catalogue, role.id)),
        "moves": [
            {"step": move.step, "before": move.before, "reason": _text(move.reason)}
            for move in role.moves
        ],
        "stages": {
            stage: [_requirement(catalogue, r) for r in role.stages[stage].requirements]
            for stage in STAGES
        },
    }


def _requirement(catalogue: Catalogue, requirement: Requirement) -> Json:
    return {
        "any_of": list(catalogue.item[requirement.item].skills),
        "level": requirement.level,
        "weight": requirement.weight,
        "core": requirement.core,
        "reason": requirement.reason and _text(requirement.reason),
        "source": _text(catalogue.source[requirement.source].text),
    }


def _step(catalogue: Catalogue, step: Step) -> Json:
    own = (
        [{"any_of": [step.level_before], "reason": _text(EACH_LEVEL_BUILDS)}]
        if step.from_level
        else []
    )
    return {
        "id": step.id,
        "title": step.title and _text(step.title),
        "skill": step.skill,
        "kind": step.kind,
        "from": step.from_level,
        "to": step.to_level,
        "hours": step.hours
        and {"low": step.hours.low, "likely": step.hours.likely, "high": step.hours.high},
        "months": step.months,
        "requires": own
        + [{"any_of": list(p.any_of), "reason": _text(p.reason)} for p in step.requires],
        "done": _text(catalogue.skill[step.skill].anchors[step.to_level]),
        "learn": step.guide and _text(step.guide.learn),
        "do": _text(
            step.guide.make if step.guide else catalogue.skill[step.skill].anchors[step.to_level]
        ),
        "basis": step.guide and _text(step.guide.basis),
        "resources": list(step.resources),
    }


def _resource(resource: Resource) -> Json:
    return {
        "id": resource.id,
        "title": _text(resource.title),
        "part": _text(resource.part),
        "publisher": _text(resource.publisher),
        "language": resource.language,
        "kind": resource.kind,
        "cost": resource.cost,
        "hours": resource.hours,
        "url": resource.url,
        "isbn": resource.isbn,
        "found": resource.found,
        "confirmed": resource.confirmed,
    }


def _focus(focus: Focus) -> Json:
    return {
        "id": focus.id,
        "kind": focus.kind,
        "name": _text(focus.name),
        "text": _text(focus.text),
        "goals": [
            {"skill": goal.skill, "level": goal.level, "reason": _text(goal.reason)}
            for goal in focus.goals
        ],
    }
