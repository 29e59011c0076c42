"""A plan as CSV, for a spreadsheet: a row for each step, in the plan's order."""

import csv
import io

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.documents.followed import NOT_FOLLOWED, TICK, Followed
from app.documents.words import ANYTHING, Wanted, Words, goal, resources_of
from app.planning.model import Plan, PlannedStep

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plan_as_csv(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    followed: Followed = NOT_FOLLOWED,
) -> str:
    """The steps as comma-separated values with a heading row, rows ending in CR LF; the same plan gives the same bytes.

    The resources that are wanted share one cell, each a title and its address, with " | " between them, so that a row stays on one line.
    No text can be taken for a formula. A page that offers the file to Excel encodes it as "utf-8-sig", or Hangul is lost there.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(_headings(words))
    for number, step in enumerate(plan.steps, 1):
        writer.writerow(
            [
                *_row(plan, number, step, catalogue, words, wanted),
                TICK if step.id in followed.done else None,
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
    """Titles and addresses."""
    return " | ".join(
        f"{words.say(each.title)} {each.url}"
        for each in resources_of(words, catalogue, step, wanted)
    )


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
