"""What a new plan changes, in a few sentences."""

from flask_babel import gettext as _
from flask_babel import ngettext

from app.documents.words import Words, percent, step_name
from app.web.plan.following import Following

MOST_NAMED = 5


def news(before: Following, after: Following, words: Words) -> str:
    """Where the new plan leads, and what is no longer in it although it is neither done nor met."""
    then, now = before.plan, after.plan
    leads = {"before": percent(then.readiness.at_end), "after": percent(now.readiness.at_end)}
    said = (
        [
            ngettext(
                "The new plan takes %(num)s week.",
                "The new plan takes %(num)s weeks.",
                len(now.weeks),
            )
        ]
        if now.weeks
        else []
    )
    if leads["before"] != leads["after"]:
        said.append(
            _("It leads to readiness %(after)s; the one before led to %(before)s.", **leads)
        )
    gone = _gone(before, after, words) if then.target == now.target else []
    if gone:
        more = (
            ngettext(" and %(num)s more", " and %(num)s more", len(gone) - MOST_NAMED)
            if len(gone) > MOST_NAMED
            else ""
        )
        said.append(
            _("No longer in it: %(steps)s%(more)s.", steps=", ".join(gone[:MOST_NAMED]), more=more)
        )
    return " ".join(said) or _("The plan is kept.")


def _gone(before: Following, after: Following, words: Words) -> list[str]:
    kept = {step.id for step in after.plan.steps} | set(after.done) | set(before.standing.done)
    catalogue = after.found.catalogue
    return [
        step_name(words, catalogue, catalogue.step[step.id])
        for step in before.plan.steps
        if step.id not in kept
    ]
