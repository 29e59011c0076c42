"""Checks across files: known ids, prerequisites without cycles, sums of coefficients."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from app.catalogue.curriculum import check_curriculum
from app.catalogue.faults import N_, Fault
from app.catalogue.focuses import check_focuses
from app.catalogue.model import COEFFICIENT_SUM, Catalogue, Role
from app.catalogue.requirements import check_requirements
from app.catalogue.resources import check_resources
from app.catalogue.steps import Step


def check_catalogue(catalogue: Catalogue) -> Iterator[Fault]:
    """Yield every fault that reading the files one by one cannot find."""
    yield from _ids(catalogue)
    for role in catalogue.roles:
        yield from _match(catalogue, role)
        yield from _member_shares(catalogue, role)
        yield from check_requirements(catalogue, role)
    prerequisites = list(_prerequisites(catalogue))
    yield from prerequisites or check_curriculum(catalogue)
    yield from check_resources(catalogue.resources, list(catalogue.step.values()))
    yield from check_focuses(catalogue.focuses, catalogue.skill)


def _ids(catalogue: Catalogue) -> Iterator[Fault]:
    lists = {
        "areas": [a.id for a in catalogue.areas],
        "skills": [s.id for s in catalogue.skills],
        "groups": [i.id for i in catalogue.items],
        "roles": [r.id for r in catalogue.roles],
        "sources": [s.id for s in catalogue.sources],
    }
    for key, ids in lists.items():
        for twice in sorted({id for id in ids if ids.count(id) > 1}):
            yield Fault("manifest.toml", key, N_("%(id)s stands here twice"), {"id": twice})
    for clash in sorted(
        {s.id for s in catalogue.skills} & {i.id for i in catalogue.items if i.is_group}
    ):
        yield Fault(
            "manifest.toml",
            "groups",
            N_("%(id)s is a skill's id: name the group otherwise"),
            {"id": clash},
        )


def _match(catalogue: Catalogue, role: Role) -> Iterator[Fault]:
    file = f"roles/{role.id}.toml"
    named, items = [c.item for c in role.match], [i.id for i in catalogue.items]
    for id in sorted(set(named) - set(items)):
        yield Fault(file, "match", N_("%(id)s is not an item"), {"id": id})
    for id in sorted(set(items) - set(named)):
        yield Fault(file, "match", N_("the item %(id)s is missing"), {"id": id})
    if sorted(named) == sorted(items) and named != items:
        yield Fault(file, "match", N_("the items must stand in the manifest's order"))
    if len(set(named)) < len(named):
        yield Fault(file, "match", N_("must name every item once"))
    total = sum(c.value for c in role.match)
    if total != COEFFICIENT_SUM:
        values = {"total": total, "right": COEFFICIENT_SUM}
        yield Fault(
            file,
            "match",
            N_("the coefficients sum to %(total)s; they must sum to %(right)s"),
            values,
        )
    for c in role.match:
        if c.source not in catalogue.source:
            yield Fault(
                file,
                f"match.{c.item}.source",
                N_("%(id)s is not a source of manifest.toml"),
                {"id": c.source},
            )
        if (c.share is None) != (c.n is None) or (c.people_share is None) != (c.people_n is None):
            yield Fault(file, f"match.{c.item}", N_("a share needs its n, and an n its share"))


def _member_shares(catalogue: Catalogue, role: Role) -> Iterator[Fault]:
    members = {skill for item in catalogue.items if item.is_group for skill in item.skills}
    for place, entry in enumerate(role.member_shares, 1):
        if entry.skill not in members:
            key, sentence = f"member_shares[{place}].skill", N_("%(id)s is not a skill of a group")
            yield Fault(f"roles/{role.id}.toml", key, sentence, {"id": entry.skill})


def _prerequisites(catalogue: Catalogue) -> Iterator[Fault]:
    """Check prerequisites for unknown ids, experience steps and cycles.

    For cycles each any-of counts as all-of: stricter than needed, so that every choice stays open.
    """
    before: dict[str, list[str]] = {}
    for step in catalogue.step.values():
        before[step.id] = [] if step.level_before is None else [step.level_before]
        for id in (id for entry in step.requires for id in entry.any_of):
            other = catalogue.step.get(id)
            if other is None:
                yield _step_fault(
                    step, N_("%(id)s is not a step: write skill.level, such as python.1"), id
                )
            elif other.kind == "experience":
                yield _step_fault(
                    step, N_("a study step never waits for the experience step %(id)s"), id
                )
            elif other.skill == step.skill:
                yield _step_fault(
                    step, N_("%(id)s is the same skill: its earlier levels come first anyway"), id
                )
            else:
                before[step.id].append(id)
        if step.kind == "experience" and step.requires:
            yield _step_fault(
                step, N_("an experience step requires nothing but its own skill"), step.id
            )
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield _step_fault(
            catalogue.step[circle[0]],
            N_("prerequisites go in a circle: %(id)s"),
            " → ".join(circle),
        )


def _step_fault(step: Step, sentence: str, id: str) -> Fault:
    return Fault(
        f"skills/{step.skill}.toml", f"steps.{step.from_level}.requires", sentence, {"id": id}
    )
