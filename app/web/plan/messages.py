"""What the plan's pages say after a change was saved."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.catalogue.steps import Step
from app.exports.words import Words, percent, step_name
from app.storage.engine import StorageUnavailable
from app.web.http.heavy_work import HeavyWorkBusy, OwnerBusy
from app.web.plan.current_plan import CurrentPlan

NO_MESSAGE = (HeavyWorkBusy, OwnerBusy, StorageUnavailable)
"""Errors after which a change that was saved is shown without a message on what it changed."""
MAX_NAMED_STEPS = 5
"""How many steps are named that are no longer in a plan."""


def new_plan_message(before: CurrentPlan, after: CurrentPlan, words: Words) -> str:
    """Say how long the new plan takes, where it leads, and which steps it no longer has."""
    old, new = before.plan, after.plan
    ends = {"before": percent(old.readiness.at_end), "after": percent(new.readiness.at_end)}
    sentences = []
    if new.weeks:
        sentences.append(
            ngettext(
                "The new plan takes %(num)s week.",
                "The new plan takes %(num)s weeks.",
                len(new.weeks),
            )
        )
    if ends["before"] != ends["after"]:
        sentences.append(
            _("It leads to readiness %(after)s; the one before led to %(before)s.", **ends)
        )
    gone = _steps_gone(before, after, words) if old.target == new.target else []
    if gone:
        more = len(gone) - MAX_NAMED_STEPS
        and_more = ngettext(" and %(num)s more", " and %(num)s more", more) if more > 0 else ""
        steps = ", ".join(gone[:MAX_NAMED_STEPS])
        sentences.append(_("No longer in it: %(steps)s%(more)s.", steps=steps, more=and_more))
    return " ".join(sentences) or _("The plan is kept.")


def step_message(
    action: str, before: CurrentPlan, after: CurrentPlan, step: Step, words: Words
) -> str:
    """Say what the pressed button of a step's page has changed."""
    values = {
        "step": step_name(words, after.assessed.catalogue, step),
        "before": percent(before.standing.readiness),
        "after": percent(after.standing.readiness),
    }
    messages = {
        "done": _(
            "Done: %(step)s. Readiness for your target: %(before)s, now %(after)s.", **values
        ),
        "begun": _("In progress: %(step)s.", **values),
        "open": _("Open again: %(step)s. Readiness for your target: %(after)s.", **values),
        "put_in": _("Put into the plan: %(step)s.", **values),
        "leave_out": _("Left out of the plan: %(step)s.", **values),
        "usual": _("The plan decides again about %(step)s.", **values),
    }
    return str(messages.get(action) or _("The note is kept."))


def _steps_gone(before: CurrentPlan, after: CurrentPlan, words: Words) -> list[str]:
    """Return the names of steps that were in the plan and are neither in it now nor done."""
    there = {step.id for step in after.plan.steps} | set(after.done) | set(before.standing.done)
    catalogue = after.assessed.catalogue
    return [
        step_name(words, catalogue, catalogue.step[step.id])
        for step in before.plan.steps
        if step.id not in there
    ]
