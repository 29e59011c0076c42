"""Why a role stands where it does: what speaks for it and against it, and how its match adds up."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.catalogue.model import COEFFICIENT_SUM
from app.catalogue.text import Text
from app.exports.words import signed
from app.scoring.items import named_skill
from app.scoring.match import contributions
from app.scoring.reasons import CoefficientRank, Reason, leads, reasons
from app.web.finished_assessment import FinishedAssessment

PLACES = 3
"""Decimals of a match and its parts."""


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A rated item beside the person's average, with the anchor that the rating stands for."""

    name: Text
    rating: int
    anchor: Text
    above: bool
    """Whether the rating is above the person's average; otherwise it is below."""
    counts: CoefficientRank
    """How much the item counts for the role, compared with the other roles."""


@dataclass(frozen=True, slots=True)
class MatchPart:
    """What one item adds to the match and to the lead, in levels; `rating` is None for a skip."""

    item: str
    name: Text
    rating: int | None
    coefficient: str
    adds: str
    leads: str


@dataclass(frozen=True, slots=True)
class MatchReasons:
    """The strongest reasons for and against a role, and the whole sum behind its match."""

    average: str
    average_in_sum: str
    """The average to PLACES decimals, as it stands in the sum for skipped items."""
    speaks_for: tuple[ReasonRow, ...]
    speaks_against: tuple[ReasonRow, ...]
    parts: tuple[MatchPart, ...]
    match: str
    lead: str
    """The lead over the mean of the other roles."""


def match_reasons(finished: FinishedAssessment, role: str) -> MatchReasons:
    """Explain the match of a role."""
    strongest = reasons(finished.catalogue, finished.ratings, role)
    match = next(each.match for each in finished.result.order if each.role == role)
    return MatchReasons(
        average=format_average(strongest.average),
        average_in_sum=f"{strongest.average:.{PLACES}f}",
        speaks_for=reason_rows(finished, strongest.speaks_for),
        speaks_against=reason_rows(finished, strongest.speaks_against),
        parts=_match_parts(finished, role),
        match=f"{match:.{PLACES}f}",
        lead=signed(_lead(finished, role), PLACES),
    )


def reason_rows(finished: FinishedAssessment, listed: Iterable[Reason]) -> tuple[ReasonRow, ...]:
    """Return reasons as a page shows them. Of a group, the skill whose rating counts is named."""
    return tuple(_reason_row(finished, each) for each in listed)


def format_average(average: float) -> str:
    """Format to one decimal, or to two where one would look like a whole level but is not."""
    tenths = f"{average:.1f}"
    return f"{average:.2f}" if tenths.endswith(".0") and average != round(average) else tenths


def _reason_row(finished: FinishedAssessment, reason: Reason) -> ReasonRow:
    skill = named_skill(finished.catalogue, reason.item, finished.ratings)
    return ReasonRow(
        skill.name, reason.rating, skill.anchors[reason.rating], reason.above, reason.counts
    )


def _match_parts(finished: FinishedAssessment, role: str) -> tuple[MatchPart, ...]:
    """Return the parts of a match in the catalogue's order of items."""
    catalogue, ratings = finished.catalogue, finished.ratings
    coefficients = {each.item: each.value for each in catalogue.role[role].match}
    return tuple(
        MatchPart(
            item=part.item,
            name=catalogue.item[part.item].name,
            rating=part.rating,
            coefficient=f"{1000 * coefficients.get(part.item, 0) / COEFFICIENT_SUM:.{PLACES}f}",
            adds=f"{part.value:.{PLACES}f}",
            leads=signed(lead, PLACES),
        )
        for part, lead in zip(
            contributions(catalogue, ratings, role), leads(catalogue, ratings, role), strict=True
        )
    )


def _lead(finished: FinishedAssessment, role: str) -> float:
    """Return the role's match less the mean of the others', in levels. Divides once, at the end."""
    points = {each.role: each.points for each in finished.result.order}
    own, others = points.pop(role), len(points)
    return (others * own - sum(points.values())) / (
        others * finished.result.order[0].points_per_level
    )
