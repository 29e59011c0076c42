"""Read the focuses of a plan, and check them against the skills and the article's lists."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final, cast

from app.catalogue.faults import N_, Fault
from app.catalogue.steps import FOCUS_KINDS, Focus, FocusGoal, FocusKind
from app.catalogue.tables import Table
from app.catalogue.text import Text

FILE: Final = "focuses.toml"
MAX_GOAL_LEVEL: Final = 3
"""The last level that hours of study buy; the next one is experience."""


def read_focuses(table: Table) -> tuple[Focus, ...]:
    """The entries of focuses.toml, in the order in which a form offers them."""
    found = tuple(_focus(entry) for entry in table.tables("focuses"))
    table.close()
    return found


def check_focuses(focuses: tuple[Focus, ...], skills: Iterable[str]) -> Iterator[Fault]:
    """Check for duplicate ids, unknown skills, and coming skills without their own goal."""
    known = set(skills)
    for twice in _twice(focus.id for focus in focuses):
        yield Fault(FILE, "id", N_("%(id)s stands here twice"), {"id": twice})
    for place, focus in enumerate(focuses, 1):
        aims = [goal.skill for goal in focus.goals]
        for number, skill in enumerate(aims, 1):
            if skill not in known:
                sentence = N_("%(id)s is not a skill of manifest.toml")
                yield Fault(
                    FILE, f"focuses[{place}].goals[{number}].skill", sentence, {"id": skill}
                )
        for twice in _twice(aims):
            yield Fault(
                FILE, f"focuses[{place}].goals", N_("%(id)s stands here twice"), {"id": twice}
            )
        if focus.kind == "coming" and focus.id not in aims:
            sentence = N_("a coming skill is among its own goals: add the skill %(id)s")
            yield Fault(FILE, f"focuses[{place}].goals", sentence, {"id": focus.id})


def check_article(focuses: tuple[Focus, ...], work: Table) -> Iterator[Fault]:
    """Check that the focuses are the article's lists in work.toml.

    Faults of that file itself are reported by load_reading.
    """
    if work.has("industries"):
        names = [_both(entry.text("name")) for entry in work.tables("industries")]
        yield from _agreement(focuses, "industry", "name", names)
    if work.has("future"):
        yield from _agreement(
            focuses, "coming", "id", [entry.string("skill") for entry in work.tables("future")]
        )


def _agreement(
    focuses: tuple[Focus, ...], kind: FocusKind, key: str, listed: list[str]
) -> Iterator[Fault]:
    here = [(place, focus) for place, focus in enumerate(focuses, 1) if focus.kind == kind]
    if len(here) != len(listed):
        sentence = N_(
            'here are %(here)s of the kind "%(kind)s", and work.toml lists %(listed)s: they must '
            "be the same"
        )
        yield Fault(
            FILE, "focuses", sentence, {"here": len(here), "kind": kind, "listed": len(listed)}
        )
        return
    for (place, focus), wanted in zip(here, listed, strict=True):
        if wanted != (focus.id if key == "id" else _both(focus.name)):
            yield Fault(
                FILE,
                f"focuses[{place}].{key}",
                N_("must be as work.toml has it at this place: %(listed)s"),
                {"listed": wanted},
            )


def _both(text: Text) -> str:
    return f"{text.ko} / {text.en}"


def _focus(table: Table) -> Focus:
    id, kind = table.string("id"), cast(FocusKind, table.choice("kind", FOCUS_KINDS))
    name, text = table.text("name"), table.text("text")
    goals = tuple(_goal(entry) for entry in table.tables("goals"))
    if table.has("goals") and not goals:
        table.fault("goals", N_("aims at nothing: add a skill with its level and reason"))
    table.close()
    return Focus(id, kind, name, text, goals)


def _goal(table: Table) -> FocusGoal:
    found = FocusGoal(
        table.string("skill"), table.integer("level", 1, MAX_GOAL_LEVEL), table.text("reason")
    )
    table.close()
    return found


def _twice(ids: Iterable[str]) -> list[str]:
    return sorted(id for id, count in Counter(ids).items() if count > 1)
