"""A plan as CSV for spreadsheets: one row for each step, in the plan's order."""

import csv
import io

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.exports.words import (
    ANYTHING,
    NO_PROGRESS,
    TICK,
    PlanProgress,
    Wanted,
    Words,
    goal,
    resources_of,
    step_name,
)
from app.planning.model import Plan, PlannedStep

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plan_as_csv(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    progress: PlanProgress = NO_PROGRESS,
) -> str:
    """Return the steps as comma-separated values with a heading row; rows end in CR LF.

    The wanted resources share one cell, separated by " | ". Texts that a spreadsheet would take
    for a formula are quoted. The same plan always gives the same text. Excel reads Hangul only
    from "utf-8-sig".
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_headings(words))
    for number, step in enumerate(plan.steps, 1):
        writer.writerow(
            [
                *_row(plan, number, step, catalogue, words, wanted),
                TICK if step.id in progress.done else None,
                safe(step_name(words, catalogue, catalogue.step[step.id])),
            ]
        )
    return sheet.getvalue()


def _headings(words: Words) -> list[str]:
    _ = words.gettext
    return [
        _("No."),
        _("Step"),
        _("Skill"),
        _("Kind"),
        _("From level"),
        _("To level"),
        _("Hours"),
        _("Months"),
        _("First week"),
        _("Last week"),
        _("Begins on"),
        _("Adds to readiness (%)"),
        _("Done when"),
        _("What to learn (experience: what shows it)"),
        _("What to make (experience: where the chance is)"),
        _("Study from"),
        _("Adds to readiness per hour (%)"),
        _("Done"),
        _("Title"),
    ]


def _row(
    plan: Plan, number: int, step: PlannedStep, catalogue: Catalogue, words: Words, wanted: Wanted
) -> list[object]:
    content, first = catalogue.step[step.id], step.week_first
    return [
        number,
        safe(step.id),
        safe(words.say(catalogue.skill[step.skill].name)),
        words.gettext("study") if step.kind == "study" else words.gettext("experience"),
        step.from_level,
        step.to_level,
        step.hours,
        content.months,
        first,
        step.week_last,
        plan.pace.first_day(first) if first else None,
        f"{step.gain * 100:.1f}",
        safe(goal(words, catalogue, content)),
        safe(words.say(content.guide.learn)) if content.guide else None,
        safe(words.say(content.guide.make)) if content.guide else None,
        safe(_resources(words, catalogue, content, wanted)),
        f"{step.gain * 100 / step.hours:.2f}" if step.hours else None,
    ]


def _resources(words: Words, catalogue: Catalogue, step: Step, wanted: Wanted) -> str:
    """Return titles and addresses in one line."""
    return " | ".join(
        f"{words.say(each.title)} {each.url}"
        for each in resources_of(words, catalogue, step, wanted)
    )


def safe(text: str) -> str:
    """Quote a text that a spreadsheet would take for a formula.

    Some spreadsheets split cells at semicolons too, so what follows one is quoted as well, such
    as the end of "Python ;-)".
    """
    return ";".join(
        f"'{part}" if part.startswith(FORMULA_STARTS) else part for part in text.split(";")
    )
