"""Check a role's requirements: known items, a skill once a stage, no falling level, core marks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from app.catalogue.faults import N_, Fault
from app.catalogue.model import STAGES, Catalogue, Requirement, Role, Stage

MIN_CORE: Final = 3
MAX_CORE: Final = 6
MIN_CORE_PERCENT: Final = 40
MAX_CORE_PERCENT: Final = 60
"""How many requirements of a stage are core, and their share of its weight."""

Levels = dict[frozenset[str], int]
"""Skills of which one is required → required level."""


def check_requirements(catalogue: Catalogue, role: Role) -> Iterator[Fault]:
    """Yield every fault of a role's requirements."""
    before: Levels = {}
    for stage in STAGES:
        requirements = role.stages[stage].requirements
        if not requirements:
            sentence = N_(
                "requires nothing, so that no readiness can be told: add an item with its "
                "level and weight"
            )
            yield Fault(_file(role), stage, sentence)
            continue
        known = [each for each in requirements if each.item in catalogue.item]
        yield from _references(catalogue, role, stage)
        yield from _skills_twice(catalogue, role, stage, known)
        levels = {frozenset(catalogue.item[each.item].skills): each.level for each in known}
        yield from _falling(catalogue, role, stage, before, levels)
        yield from _core(role, stage, requirements)
        before = levels


def _file(role: Role) -> str:
    return f"roles/{role.id}.toml"


def _references(catalogue: Catalogue, role: Role, stage: Stage) -> Iterator[Fault]:
    """Check items, alternatives and sources. An item must not stand in a stage twice."""
    seen = set[str]()
    for each in role.stages[stage].requirements:
        key = f"{stage}.{each.item}"
        if each.item not in catalogue.item or each.item in seen:
            sentence = N_("%(id)s is not an item, or stands here twice")
            yield Fault(_file(role), key, sentence, {"id": each.item})
        for skill in each.any_of:
            if skill not in catalogue.skill:
                sentence = N_("%(id)s is not a skill of manifest.toml")
                yield Fault(_file(role), key, sentence, {"id": skill})
        if each.source not in catalogue.source:
            sentence = N_("%(id)s is not a source of manifest.toml")
            yield Fault(_file(role), f"{key}.source", sentence, {"id": each.source})
        seen.add(each.item)


def _skills_twice(
    catalogue: Catalogue, role: Role, stage: Stage, known: Sequence[Requirement]
) -> Iterator[Fault]:
    """Check that no skill counts for two requirements of a stage."""
    items = {each.item for each in known}
    counts = Counter(skill for item in items for skill in catalogue.item[item].skills)
    for skill in sorted(skill for skill, count in counts.items() if count > 1):
        sentence = N_("%(id)s stands in two requirements of this stage: keep one")
        yield Fault(_file(role), stage, sentence, {"id": skill})


def _falling(
    catalogue: Catalogue, role: Role, stage: Stage, before: Levels, levels: Levels
) -> Iterator[Fault]:
    """Check that what the stage before requires is required again, at that level or higher."""
    names = {frozenset(item.skills): item.id for item in catalogue.item.values()}
    for skills, level in before.items():
        if max((now for each, now in levels.items() if each <= skills), default=0) < level:
            sentence = N_("the level falls from the stage before: it must be at least %(level)s")
            yield Fault(_file(role), f"{stage}.{names[skills]}", sentence, {"level": level})


def _core(role: Role, stage: Stage, requirements: Sequence[Requirement]) -> Iterator[Fault]:
    core = [each.weight for each in requirements if each.core]
    others = [each.weight for each in requirements if not each.core]
    if not MIN_CORE <= len(core) <= MAX_CORE:
        sentence = N_("%(count)s requirements are core: mark %(low)s to %(high)s of them")
        values = {"count": len(core), "low": MIN_CORE, "high": MAX_CORE}
        yield Fault(_file(role), stage, sentence, values)
        return
    if min(core) < max(others, default=0):
        sentence = N_(
            "a core requirement weighs %(core)s and one that is not core %(other)s: no core "
            "requirement may be lighter"
        )
        yield Fault(_file(role), stage, sentence, {"core": min(core), "other": max(others)})
    percent = 100 * sum(core) / (sum(core) + sum(others))
    if not MIN_CORE_PERCENT <= percent <= MAX_CORE_PERCENT:
        sentence = N_(
            "the core requirements carry %(percent)s%% of the weight: it must be %(low)s to "
            "%(high)s%%"
        )
        values = {"percent": round(percent), "low": MIN_CORE_PERCENT, "high": MAX_CORE_PERCENT}
        yield Fault(_file(role), stage, sentence, values)
