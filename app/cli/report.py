"""What each step of each skill has and what it lacks in each language, for editors of the content."""

from collections.abc import Iterator
from typing import Final

from app.catalogue.model import LANGUAGES, Catalogue, Skill, Step
from app.documents.words import Words, months, step_name

Json = dict[str, object]

RESOURCES_YET: Final = 0
"""Free resources of any step in any language: the catalogue holds none yet."""


def report_document(catalogue: Catalogue) -> Json:
    """Per step its hours or months, its prerequisites and its free resources in each language; then totals."""
    steps = [step for skill in catalogue.skills for step in skill.steps]
    study = [step for step in steps if step.kind == "study"]
    return {
        "steps": [_step(step) for step in steps],
        "totals": {
            "study": len(study),
            "experience": len(steps) - len(study),
            "hours": sum(step.hours.likely for step in study if step.hours),
            "prerequisites": sum(len(step.requires) for step in steps),
            "without_resource": {language: len(study) for language in LANGUAGES},
        },
    }


def report_text(catalogue: Catalogue, words: Words) -> str:
    """The same for reading."""
    _ = words.gettext
    study = [step for skill in catalogue.skills for step in skill.steps if step.kind == "study"]
    totals = _("Study steps: %(study)d. Without a free resource in Korean: %(ko)d; in English: %(en)d.")
    blocks = ["\n".join(_skill(catalogue, skill, words)) for skill in catalogue.skills]
    return "\n\n".join([*blocks, totals % {"study": len(study), "ko": len(study), "en": len(study)}])


def _skill(catalogue: Catalogue, skill: Skill, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield f"{words.say(skill.name)} ({skill.id})"
    for step in skill.steps:
        facts = [_effort(step, words)]
        needs = ", ".join("/".join(entry.any_of) for entry in step.requires)
        facts.append(_("needs %(steps)s") % {"steps": needs} if needs else _("needs no other skill"))
        if step.kind == "study":
            facts.append(_("no resource yet in Korean or English"))
        yield f"  {step_name(words, catalogue, step)}: {'; '.join(facts)}"


def _effort(step: Step, words: Words) -> str:
    if step.hours is None:
        return months(words, step.months or 0)
    values = {"low": step.hours.low, "likely": step.hours.likely, "high": step.hours.high}
    return words.gettext("%(likely)d hours (%(low)d to %(high)d)") % values


def _step(step: Step) -> Json:
    return {
        "id": step.id,
        "kind": step.kind,
        "hours": step.hours and {"low": step.hours.low, "likely": step.hours.likely, "high": step.hours.high},
        "months": step.months,
        "requires": [list(entry.any_of) for entry in step.requires],
        "resources": dict.fromkeys(LANGUAGES, RESOURCES_YET),
    }
