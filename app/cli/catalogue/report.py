"""The catalogue as text, and a report on what each step of each skill has or lacks."""

from collections.abc import Iterator, Sequence

from app.catalogue.document import Json
from app.catalogue.model import STAGES, Catalogue, Role, Skill
from app.catalogue.steps import Step
from app.catalogue.text import LANGUAGES, Language
from app.exports.words import STAGE_NAMES, Words, months, step_name


def catalogue_text(catalogue: Catalogue, words: Words) -> str:
    """Return areas with their skills and anchors, roles with their requirements, and focuses."""
    blocks: list[str] = []
    for area in catalogue.areas:
        blocks.append(words.say(area.name).upper())
        blocks += ["\n".join(_anchors(skill, words)) for skill in catalogue.skills_by_area[area.id]]
    blocks += ["\n".join(_role(catalogue, role, words)) for role in catalogue.roles]
    blocks.append(
        "\n".join(
            f"{words.say(focus.name)} ({focus.id}): {words.say(focus.text)}"
            for focus in catalogue.focuses
        )
    )
    return "\n\n".join(filter(None, blocks))


def _anchors(skill: Skill, words: Words) -> Iterator[str]:
    yield f"{words.say(skill.name)} ({skill.id}): {words.say(skill.meaning)}"
    for level, anchor in enumerate(skill.anchors):
        yield f"  {level}  {words.say(anchor)}"


def _role(catalogue: Catalogue, role: Role, words: Words) -> Iterator[str]:
    yield f"{words.say(role.name)} ({role.id}): {words.say(role.summary)}"
    for stage in STAGES:
        required = role.stages[stage].requirements
        names = ", ".join(
            f"{words.say(catalogue.item[each.item].name)} {each.level}" for each in required
        )
        yield f"  {words.gettext(STAGE_NAMES[stage])}: {names}"


def report_document(catalogue: Catalogue) -> Json:
    """Return each step's effort, prerequisites and coverage by resources, and totals."""
    steps = [step for skill in catalogue.skills for step in skill.steps]
    study = [step for step in steps if step.kind == "study"]
    return {
        "steps": [_step(catalogue, step) for step in steps],
        "totals": {
            "study": len(study),
            "experience": len(steps) - len(study),
            "hours": sum(step.hours.likely for step in study if step.hours),
            "prerequisites": sum(len(step.requires) for step in steps),
            "resources": {
                language: sum(each.language == language for each in catalogue.resources)
                for language in LANGUAGES
            },
            "without_resource": {
                language: sum(not _free(catalogue, step, language) for step in study)
                for language in LANGUAGES
            },
            "covered": {language: _covered(catalogue, study, language) for language in LANGUAGES},
        },
    }


def report_text(catalogue: Catalogue, words: Words) -> str:
    """Return the report as text for people."""
    _ = words.gettext
    study = [step for skill in catalogue.skills for step in skill.steps if step.kind == "study"]
    blocks = ["\n".join(_skill(catalogue, skill, words)) for skill in catalogue.skills]
    free: dict[str, int] = {
        language: sum(not _free(catalogue, step, language) for step in study)
        for language in LANGUAGES
    }
    covered: dict[str, int] = {
        language: _covered(catalogue, study, language) for language in LANGUAGES
    }
    totals = (
        _("Study steps: %(study)d.") % {"study": len(study)},
        _("Without a free resource in Korean: %(ko)d, in English: %(en)d.") % free,
        _("With a resource of a third of the hours or more in Korean: %(ko)d, in English: %(en)d.")
        % covered,
    )
    return "\n\n".join([*blocks, " ".join(totals)])


def _longest(catalogue: Catalogue, step: Step, language: Language) -> int:
    """Return the hours of the longest of a step's resources in that language, 0 without one."""
    resources = map(catalogue.resource.__getitem__, step.resources)
    return max((each.hours for each in resources if each.language == language), default=0)


def _covered(catalogue: Catalogue, study: Sequence[Step], language: Language) -> int:
    """Count the steps with one resource in that language of a third of their hours or more."""
    return sum(
        step.hours is not None and _longest(catalogue, step, language) * 3 >= step.hours.likely
        for step in study
    )


def _free(catalogue: Catalogue, step: Step, language: Language) -> int:
    """Return the number of a step's resources in that language that cost nothing."""
    return sum(
        each.language == language and each.cost != "paid"
        for each in map(catalogue.resource.__getitem__, step.resources)
    )


def _skill(catalogue: Catalogue, skill: Skill, words: Words) -> Iterator[str]:
    _ = words.gettext
    yield f"{words.say(skill.name)} ({skill.id})"
    for step in skill.steps:
        facts = [_effort(step, words)]
        needs = ", ".join("/".join(entry.any_of) for entry in step.requires)
        facts.append(
            _("needs %(steps)s") % {"steps": needs} if needs else _("needs no other skill")
        )
        if step.kind == "study":
            facts += (
                _("free resources in Korean: %(ko)d, in English: %(en)d")
                % {each: _free(catalogue, step, each) for each in LANGUAGES},
                _("hours of the longest in Korean: %(ko)d, in English: %(en)d")
                % {each: _longest(catalogue, step, each) for each in LANGUAGES},
            )
        levels = f"{step.from_level} → {step.to_level}"
        yield f"  {levels} {step_name(words, catalogue, step)}: {'; '.join(facts)}"


def _effort(step: Step, words: Words) -> str:
    if step.hours is None:
        return months(words, step.months or 0)
    values = {"low": step.hours.low, "likely": step.hours.likely, "high": step.hours.high}
    return words.gettext("%(likely)d hours (%(low)d to %(high)d)") % values


def _step(catalogue: Catalogue, step: Step) -> Json:
    return {
        "id": step.id,
        "kind": step.kind,
        "hours": step.hours
        and {"low": step.hours.low, "likely": step.hours.likely, "high": step.hours.high},
        "months": step.months,
        "requires": [list(entry.any_of) for entry in step.requires],
        "resources": {language: _free(catalogue, step, language) for language in LANGUAGES},
        "longest": {language: _longest(catalogue, step, language) for language in LANGUAGES},
        "guide": step.guide is not None,
    }
