"""Why a role stands where it does: what speaks for it and against it, and how its match adds up."""

from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.text import Text
from app.documents.words import signed
from app.scoring.items import named_skill
from app.scoring.match import contributions
from app.scoring.reasons import Counts, Reason, leads, reasons
from app.web.assessed import Assessed

PLACES = 3
"""Decimals of a match and its parts."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """An answered item beside the person's average and the other roles, with the deed behind the rating."""

    name: Text
    rating: int
    deed: Text
    above: bool
    """Whether the rating is above the person's average; otherwise it is below."""
    counts: Counts


class Part(NamedTuple):
    """What one item, by its place, adds to the match and to the lead, in levels; `rating` is None when it was skipped."""

    place: int
    rating: int | None
    adds: float
    leads: float


@dataclass(frozen=True, slots=True)
class Why:
    """A role's reasons, and the whole sum behind them."""

    average: str
    average_in_sum: str
    """The same to three decimals, as skipped items take part with it."""
    speaks_for: tuple[ReasonRow, ...]
    speaks_against: tuple[ReasonRow, ...]
    role: str
    parts: tuple[Part, ...]
    match: str
    lead: str
    """Over the mean of the other roles."""


def why(found: Assessed, role: str) -> Why:
    """What speaks for and against a role, and how its match adds up."""
    catalogue, ratings = found.catalogue, found.ratings
    every, parts = reasons(catalogue, ratings, role), contributions(catalogue, ratings, role)
    each_item = zip(parts, leads(catalogue, ratings, role), strict=True)
    return Why(
        average=average_in_words(every.average),
        average_in_sum=f"{every.average:.{PLACES}f}",
        speaks_for=reason_rows(found, every.speaks_for),
        speaks_against=reason_rows(found, every.speaks_against),
        role=role,
        parts=tuple(
            [
                Part(place, part.rating, part.value, lead)
                for place, (part, lead) in enumerate(each_item)
            ]
        ),
        match=f"{sum([part.points for part in parts]) / parts[0].parts:.{PLACES}f}",
        lead=signed(_lead(found, role), PLACES),
    )


def reason_rows(found: Assessed, listed: tuple[Reason, ...]) -> tuple[ReasonRow, ...]:
    """Reasons as they are shown: of a group, the skill whose rating counts is named."""
    return tuple([_reason(found, each) for each in listed])


def average_in_words(average: float) -> str:
    """One decimal, or two where one would show a whole level that the average is not."""
    tenths = f"{average:.1f}"
    return f"{average:.2f}" if tenths.endswith(".0") and average != round(average) else tenths


def _reason(found: Assessed, reason: Reason) -> ReasonRow:
    skill = named_skill(found.catalogue, reason.item, found.ratings)
    return ReasonRow(
        skill.name, reason.rating, skill.anchors[reason.rating], reason.above, reason.counts
    )


def _lead(found: Assessed, role: str) -> float:
    """The role's match less the mean of the others', in levels; divided once."""
    points = {each.role: each.points for each in found.result.order}
    own, others = points.pop(role), len(points)
    return (others * own - sum(points.values())) / (others * found.result.order[0].parts)
