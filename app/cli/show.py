"""The catalogue as text, in one language."""

from collections.abc import Iterator

from app.catalogue.model import STAGES, Catalogue, Role, Skill
from app.documents.words import STAGE_NAMES, Words


def catalogue_text(catalogue: Catalogue, words: Words) -> str:
    """Areas with their skills and anchors, then roles with what each stage requires, then what a plan can lean toward."""
    blocks: list[str] = []
    for area in catalogue.areas:
        blocks.append(words.say(area.name).upper())
        blocks += ["\n".join(_skill(skill, words)) for skill in catalogue.skills_by_area[area.id]]
    blocks += ["\n".join(_role(catalogue, role, words)) for role in catalogue.roles]
    blocks.append(
        "\n".join(
            f"{words.say(focus.name)} ({focus.id}): {words.say(focus.text)}"
            for focus in catalogue.focuses
        )
    )
    return "\n\n".join(filter(None, blocks))


def _skill(skill: Skill, words: Words) -> Iterator[str]:
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
