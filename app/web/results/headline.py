"""What a result's page says before its findings and asks after them: in what of it results differ, and the figures in it."""

from dataclasses import dataclass
from typing import NamedTuple

from app.documents.words import percent
from app.planning.model import Target
from app.web.assessed import Assessed
from app.web.results.views import ResultPage


@dataclass(frozen=True, slots=True)
class Headline:
    """All of it but the figures, by ids: the same for many results."""

    status: str
    closest: tuple[str, ...]
    target: Target
    is_chosen: bool
    """Whether the target is the learner's choice."""
    is_aimed: bool
    all_met: bool
    has_gaps: bool
    may_rise: bool
    """Whether skipped skills could still raise readiness for the target."""


class Figures(NamedTuple):
    """As they stand on the page: how many skills are answered, readiness for the target, and with every skip met."""

    answered: str
    share: str
    up_to: str


def headline(found: Assessed, page: ResultPage) -> Headline:
    """Of a finished assessment and its page."""
    return Headline(
        status=page.status,
        closest=found.result.closest,
        target=page.target,
        is_chosen=found.chosen is not None,
        is_aimed=found.is_aimed,
        all_met=page.all_met,
        has_gaps=page.has_gaps,
        may_rise=page.aimed.up_to > page.aimed.now,
    )


def figures(found: Assessed, page: ResultPage) -> Figures:
    """Of the same."""
    return Figures(str(found.result.answered), percent(page.aimed.now), percent(page.aimed.up_to))
