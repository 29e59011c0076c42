"""Read one skill's file: its texts, the deeds of its levels, and its steps."""

from typing import Final

from app.catalogue.faults import N_
from app.catalogue.model import LEVELS, TOP_LEVEL, Skill
from app.catalogue.steps import Guide, Hours, Prerequisite, Step, StepKind
from app.catalogue.tables import Table

MAX_STEP_HOURS: Final = 1000
MAX_STEP_MONTHS: Final = 120


def read_skill(table: Table, id: str, area: str) -> Skill:
    """Return the skill of one file, with its steps. Faults are added to the table's list."""
    name, meaning, anchors = table.text("name"), table.text("meaning"), table.texts("anchors")
    steps = tuple(_step(step, id) for step in table.tables("steps"))
    if len(anchors) != len(LEVELS):
        table.fault(
            "anchors", N_("must be five, for levels 0 to 4; here are %(count)s"), count=len(anchors)
        )
    if [step.from_level for step in steps] != list(LEVELS[:-1]):
        table.fault("steps", N_("must be four, from 0, 1, 2 and 3 in this order"))
    table.close()
    return Skill(id, area, name, meaning, anchors, steps)


def _step(table: Table, skill: str) -> Step:
    start = table.integer("from", 0, TOP_LEVEL - 1)
    kind: StepKind = "experience" if start == TOP_LEVEL - 1 else "study"
    if table.string("kind") != kind:
        table.fault(
            "kind", N_('must be "%(kind)s" for the step from %(start)s'), kind=kind, start=start
        )
    hours = _hours(table.table("hours")) if kind == "study" else None
    months = table.integer("months", 1, MAX_STEP_MONTHS) if kind == "experience" else None
    requires: list[Prerequisite] = []
    if table.has("requires"):
        for entry in table.tables("requires"):
            requires.append(Prerequisite(entry.ids("any_of"), entry.text("reason")))
            entry.close()
    guide = (
        Guide(table.text("learn"), table.text("make"), table.text("basis"))
        if table.has("learn")
        else None
    )
    resources = table.ids("resources") if table.has("resources") else ()
    title = table.text("title")
    table.close()
    return Step(
        id=f"{skill}.{start}",
        skill=skill,
        kind=kind,
        from_level=start,
        hours=hours,
        months=months,
        requires=tuple(requires),
        guide=guide,
        resources=resources,
        title=title,
    )


def _hours(table: Table) -> Hours:
    low, likely, high = (table.integer(key, 1, MAX_STEP_HOURS) for key in ("low", "likely", "high"))
    if not low < likely < high:
        table.fault("", N_("must rise from low to likely to high"))
    table.close()
    return Hours(low, likely, high)
