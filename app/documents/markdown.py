"""A plan as Markdown (CommonMark, with a table of the weeks)."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.documents.followed import NOT_FOLLOWED, Followed
from app.documents.words import (
    ANYTHING,
    LOCALES,
    Wanted,
    Words,
    caution,
    done_when,
    guide_lines,
    hours,
    months,
    nothing_left,
    percent,
    resource_facts,
    resources_of,
    step_name,
    title,
)
from app.planning.model import Plan, PlannedStep

MARKS = re.compile(r"([\\`*_\[\]<>&|~#])")


def plan_as_markdown(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    followed: Followed = NOT_FOLLOWED,
) -> str:
    """The whole plan as one Markdown text in the language of the words, with the resources that are wanted and what is done.

    The same plan gives the same bytes.
    """
    _ = words.gettext
    study = [step for step in plan.steps if step.kind == "study"]
    experience = [step for step in plan.steps if step.kind == "experience"]
    blocks = [
        "# " + plain(title(words, catalogue, plan.target)),
        caution(words),
        "\n".join(_facts(plan, words, followed)),
    ]
    if not (plan.steps or plan.left_out or plan.given_up):
        blocks.append(_("Your ratings meet all that this stage asks for."))
    parts = {
        _("Steps, in order"): [
            _study(step, number, catalogue, words, wanted, followed)
            for number, step in enumerate(study, 1)
        ],
        _("Experience, beside the weeks"): [
            _experience(step, catalogue, words, wanted, followed) for step in experience
        ],
        _("Left out for lack of time"): [
            "- " + plain(step_name(words, catalogue, catalogue.step[id])) for id in plan.left_out
        ],
        _("Week by week"): list(_weeks(plan, catalogue, words)),
    }
    for heading, lines in parts.items():
        blocks += ["## " + heading, "\n".join(lines)] if lines else []
    return "\n\n".join(blocks) + "\n"


def plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return MARKS.sub(r"\\\1", text)


def day_in_words(day: date, words: Words) -> str:
    from babel.dates import format_date

    return format_date(day, "long", locale=LOCALES[words.language])


def _facts(plan: Plan, words: Words, followed: Followed) -> Iterator[str]:
    _, ready, pace = words.gettext, plan.readiness, plan.pace
    now = ready.now if followed.readiness is None else followed.readiness
    yield "- " + _("Readiness now: %(share)s") % {"share": percent(now)}
    if ready.at_deadline is not None:
        yield "- " + _("Readiness at the deadline: %(share)s") % {
            "share": percent(ready.at_deadline)
        }
    yield "- " + _("Readiness with every step of this plan done: %(share)s") % {
        "share": percent(ready.at_end)
    }
    yield "- " + _("Pace: %(hours)s a week") % {"hours": hours(words, pace.hours_a_week)}
    weeks = words.ngettext("%(num)s week", "%(num)s weeks", len(plan.weeks))
    yield "- " + _("Study: %(hours)s in %(weeks)s") % {
        "hours": hours(words, plan.hours),
        "weeks": weeks,
    }
    if pace.start is not None:
        yield "- " + _("Start: %(day)s") % {"day": day_in_words(pace.start, words)}
    if pace.deadline is not None:
        yield "- " + _("Deadline: %(day)s") % {"day": day_in_words(pace.deadline, words)}
    if not plan.optimal:
        yield "- " + _("The search for the best choice ended early: a better one may exist.")


def _study(
    step: PlannedStep,
    number: int,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted,
    followed: Followed,
) -> str:
    _ = words.gettext
    content, indent = catalogue.step[step.id], " " * len(f"{number}. ")
    weeks = {"week": step.week_first, "first": step.week_first, "last": step.week_last}
    when = (
        _("week %(week)s")
        if step.week_first == step.week_last
        else _("weeks %(first)s to %(last)s")
    )
    facts = list(_guide(content, catalogue, words, wanted))
    if step.closes:
        items = ", ".join(plain(words.say(catalogue.item[item].name)) for item in step.closes)
        facts.append(_("Closes a gap in: %(items)s") % {"items": items})
    if step.unlocks:
        names = ", ".join(
            plain(step_name(words, catalogue, catalogue.step[id])) for id in step.unlocks
        )
        facts.append(_("Opens the way to: %(steps)s") % {"steps": names})
    head = f"{number}. {followed.mark(step.id)}**{plain(step_name(words, catalogue, content))}** ({hours(words, step.hours)}, {when % weeks})"
    return "\n".join([head, *(f"{indent}- {fact}" for fact in facts)])


def _experience(
    step: PlannedStep, catalogue: Catalogue, words: Words, wanted: Wanted, followed: Followed
) -> str:
    content = catalogue.step[step.id]
    head = f"- {followed.mark(step.id)}**{plain(step_name(words, catalogue, content))}** ({months(words, content.months or 0)})"
    return "\n".join([head, *(f"  - {fact}" for fact in _guide(content, catalogue, words, wanted))])


def _guide(step: Step, catalogue: Catalogue, words: Words, wanted: Wanted) -> Iterator[str]:
    """What to learn, what to make, what to study from, and when it is done."""
    yield from map(plain, guide_lines(words, step))
    for resource in resources_of(words, catalogue, step, wanted):
        yield f"[{plain(words.say(resource.title))}](<{resource.url}>) · {plain(resource_facts(words, resource))}"
    nothing = nothing_left(words, catalogue, step, wanted)
    if nothing:
        yield plain(nothing)
    yield plain(done_when(words, catalogue, step))


def _weeks(plan: Plan, catalogue: Catalogue, words: Words) -> Iterator[str]:
    """A table: a row for each week, one for several in a row that are the same; nothing where there is none."""
    _ = words.gettext
    if plan.weeks:
        yield "| " + " | ".join([_("Week"), _("From"), _("Hours"), _("Steps")]) + " |"
        yield "| ---: | :--- | ---: | :--- |"
    for (hours_each, steps), same in groupby(
        plan.weeks, lambda week: (week.hours, tuple(part.step for part in week.parts))
    ):
        numbers = [week.week for week in same]
        first = plan.pace.first_day(numbers[0])
        names = "; ".join(
            plain(step_name(words, catalogue, catalogue.step[step])) for step in steps
        )
        weeks = f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else f"{numbers[0]}"
        yield f"| {weeks} | {day_in_words(first, words) if first else '–'} | {hours_each} | {names} |"
