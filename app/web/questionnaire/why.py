"""Why a question is asked: which roles need what it asks about, from which stage on, and up to which level."""

from collections.abc import Mapping, Sequence
from functools import cache

from flask_babel import gettext as _

from app.catalogue.model import STAGES, Catalogue, Item, Role, Skill, Stage
from app.catalogue.text import Language

Need = tuple[Stage, int]
"""The first stage that asks for an item, and the highest level that any stage asks for, 1 to 4."""

JOINTS: Mapping[Language, str] = {"en": "; ", "ko": ", "}


@cache
def why(catalogue: Catalogue, language: Language, skill: Skill) -> str:
    """What answers "Why do you ask this?" in the page's language, which must be `language`."""
    item = next(item for item in catalogue.items if skill.id in item.skills)
    needs = {role.id: need for role in catalogue.roles if (need := _need(role, item))}
    if not needs:
        return _unneeded(catalogue, item)
    groups = [
        [r for r in catalogue.roles if needs.get(r.id) == need]
        for need in sorted(set(needs.values()), key=_most_first)
    ]
    told = JOINTS[language].join(_told(language, roles, *needs[roles[0].id]) for roles in groups)
    if len(item.skills) > 1:
        any_of = item.name[language]
        return str(
            _(
                "Because one of these is needed, whichever you know best (%(any)s). Who needs it: %(roles)s.",
                any=any_of,
                roles=told,
            )
        )
    if len(needs) == len(catalogue.roles):
        return str(_("Because every role needs it: %(roles)s.", roles=told))
    if len(needs) == 1:
        return str(_("Because one role cannot do without it: %(role)s.", role=told))
    return str(_("Because these roles need it: %(roles)s.", roles=told))


def _unneeded(catalogue: Catalogue, item: Item) -> str:
    """What to say of an item that no stage of any role asks for: it may count for the match all the same."""
    if any(
        share.value for role in catalogue.roles for share in role.match if share.item == item.id
    ):
        return str(_("No role here requires it, but your answer helps to tell the roles apart."))
    return str(_("No role here requires it yet."))


def _need(role: Role, item: Item) -> Need | None:
    levels: dict[Stage, int] = {
        stage: r.level
        for stage in STAGES
        for r in role.stages[stage].requirements
        if r.item == item.id
    }
    return (next(iter(levels)), max(levels.values())) if levels else None


def _most_first(need: Need) -> tuple[int, int]:
    stage, level = need
    return -level, STAGES.index(stage)


def _told(language: Language, roles: Sequence[Role], stage: Stage, level: int) -> str:
    """Roles that need as much as each other, with how much that is."""
    names = _listed(language, [role.name[language] for role in roles])
    if stage == "junior":
        return str(_("%(roles)s (from junior on, up to level %(level)s)", roles=names, level=level))
    if stage == "senior":
        return str(_("%(roles)s (from senior on, up to level %(level)s)", roles=names, level=level))
    return str(_("%(roles)s (as lead, level %(level)s)", roles=names, level=level))


def _listed(language: Language, names: Sequence[str]) -> str:
    """Names in one breath, so that what follows is said of all of them."""
    if language == "ko":
        return "·".join(names)
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
