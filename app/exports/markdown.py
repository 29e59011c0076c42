"""A plan as Markdown: CommonMark with a table of the weeks."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from app.catalogue.model import Catalogue
from app.catalogue.steps import Step
from app.exports.words import (
    ANYTHING,
    LOCALES,
    NO_PROGRESS,
    PlanProgress,
    Wanted,
    Words,
    caution,
    done_when,
    effort_and_levels,
    guide_lines,
    hours,
    months,
    no_own_language,
    nothing_left,
    percent,
    resource_facts,
    resources_of,
    step_name,
    title,
)
from app.planning.model import Plan, PlannedStep

SPECIAL_CHARACTERS = re.compile(r"([\\`*_\[\]<>&|~#])")


def plan_as_markdown(
    plan: Plan,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted = ANYTHING,
    progress: PlanProgress = NO_PROGRESS,
) -> str:
    """Return the whole plan with the wanted resources, in the language of the words.

    The same plan always gives the same text.
    """
    _ = words.gettext
    study = [step for step in plan.steps if step.kind == "study"]
    experience = [step for step in plan.steps if step.kind == "experience"]
    blocks = [
        "# " + plain(title(words, catalogue, plan.target)),
        caution(words),
        "\n".join(_facts(plan, words, progress)),
    ]
    if not (plan.steps or plan.left_out or plan.given_up):
        blocks.append(_("Your ratings meet all that this stage asks for."))
    parts = {
        _("Steps, in order"): [
            _study(step, number, catalogue, words, wanted, progress)
            for number, step in enumerate(study, 1)
        ],
        _("Experience, beside the weeks"): [
            _experience(step, catalogue, words, wanted, progress) for step in experience
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
    """Escape a text so that Markdown shows it as it is."""
    return SPECIAL_CHARACTERS.sub(r"\\\1", text)


def day_in_words(day: date, words: Words) -> str:
    """Return a date in words."""
    from babel.dates import format_date

    return format_date(day, "long", locale=LOCALES[words.language])


def _facts(plan: Plan, words: Words, progress: PlanProgress) -> Iterator[str]:
    _, ready, pace = words.gettext, plan.readiness, plan.pace
    now = ready.now if progress.readiness is None else progress.readiness
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
    if plan.is_long:
        yield "- " + _(
            "Study alone makes nobody senior. In a plan of more than about 400 hours, look early "
            "for work or a project where others use what you build."
        )
    if not plan.optimal:
        yield "- " + _("The search for the best choice ended early: a better one may exist.")


def _study(
    step: PlannedStep,
    number: int,
    catalogue: Catalogue,
    words: Words,
    wanted: Wanted,
    progress: PlanProgress,
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
    name = plain(step_name(words, catalogue, content))
    effort = effort_and_levels(words, catalogue, content, hours(words, step.hours))
    head = f"{number}. {progress.tick(step.id)}**{name}** ({plain(effort)}, {when % weeks})"
    return "\n".join([head, *(f"{indent}- {fact}" for fact in facts)])


def _experience(
    step: PlannedStep, catalogue: Catalogue, words: Words, wanted: Wanted, progress: PlanProgress
) -> str:
    content = catalogue.step[step.id]
    name = plain(step_name(words, catalogue, content))
    time = plain(effort_and_levels(words, catalogue, content, months(words, content.months or 0)))
    facts = (f"  - {fact}" for fact in _guide(content, catalogue, words, wanted))
    return "\n".join([f"- {progress.tick(step.id)}**{name}** ({time})", *facts])


def _guide(step: Step, catalogue: Catalogue, words: Words, wanted: Wanted) -> Iterator[str]:
    """Yield what to learn, make and study from, and when the step is done."""
    yield from map(plain, guide_lines(words, step))
    for resource in resources_of(words, catalogue, step, wanted):
        link = f"[{plain(words.say(resource.title))}](<{resource.url}>)"
        yield f"{link} · {plain(resource_facts(words, resource))}"
    if lacking := nothing_left(words, catalogue, step, wanted) or no_own_language(
        words, catalogue, step
    ):
        yield plain(lacking)
    yield plain(done_when(words, catalogue, step))


def _weeks(plan: Plan, catalogue: Catalogue, words: Words) -> Iterator[str]:
    """Yield a table with one row for each run of equal weeks; nothing for a plan without weeks."""
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
        starts = day_in_words(first, words) if first else "–"
        yield f"| {weeks} | {starts} | {hours_each} | {names} |"
