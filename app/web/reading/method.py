"""The method page: a worked example, the coefficients with their sources, and how well they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from app.catalogue.evidence import (
    KINDS,
    METRICS,
    Evaluation,
    Evidence,
    Interval,
    Kind,
    Margin,
    MethodDifference,
    Metric,
)
from app.catalogue.model import STAGES, Catalogue, Coefficient, Item, Ratings, Role, Stage
from app.catalogue.text import Text
from app.scoring.information import questions_needed
from app.scoring.result import RoleMatch, score
from app.web.charts.coefficients import CoefficientChart, coefficient_chart, thousandths
from app.web.reading.backing import Backing, backing
from app.web.reading.chance_tables import ChanceTable, chance_tables

SAMPLE = {"python": 3, "sql": 2, "docker": 3, "kubernetes": 2, "ci_cd": 2}
"""What the person of the worked example rates above 0."""
CONFUSED_PAIRS = 3
"""How many pairs of roles that are hard to tell apart are named."""


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the worked example: a rating, and what it adds to each of the two roles."""

    item: Item
    rating: int
    coefficients: tuple[int, int]
    products: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """The sample person's first two roles, worked out."""

    roles: tuple[Role, Role]
    terms: tuple[Term, ...]
    sums: tuple[int, int]
    first: RoleMatch
    second: RoleMatch

    @property
    def errors_apart(self) -> float:
        """The distance in standard errors; 0 where the two weigh all alike."""
        return self.second.behind / self.second.behind_se if self.second.behind_se else 0.0


@dataclass(frozen=True, slots=True)
class StageKind:
    role: Role
    stage: Stage
    kind: Kind


@dataclass(frozen=True, slots=True)
class Weight:
    """A coefficient, its thousandths, and its source's place in the page's list, from 1."""

    coefficient: Coefficient
    thousandths: int
    source: int


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One item's weights, one per role."""

    item: Item
    weights: tuple[Weight, ...]


@dataclass(frozen=True, slots=True)
class RecallRow:
    """A role's rows: how often each role was named, how often its own, and the share of that."""

    role: Role
    rows: int
    named: tuple[int, ...]
    right: int
    recall: float


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two roles, and the mean share of their rows for which the other one was named, 0 to 1."""

    roles: tuple[Role, Role]
    share: float


@dataclass(frozen=True, slots=True)
class MarginRow:
    """Rows whose first two roles stand from `above` to `margin.up_to` standard errors apart."""

    above: float | None
    margin: Margin


@dataclass(frozen=True, slots=True)
class RivalRow:
    """Our figures less another method's; None where a metric was not compared."""

    name: Text
    differences: Mapping[Metric, Interval | None]


@dataclass(frozen=True, slots=True)
class EvaluationView:
    evaluation: Evaluation
    roles: tuple[Role, ...]
    recalls: tuple[RecallRow, ...]
    weakest: RecallRow
    confused: tuple[ConfusedPair, ...]
    """The pairs that are hardest to tell apart, hardest first."""
    margins: tuple[MarginRow, ...]
    rivals: tuple[RivalRow, ...]


@dataclass(frozen=True, slots=True)
class MethodPage:
    evidence: Evidence
    example: Example
    kinds: tuple[Kind, ...]
    stage_kinds: tuple[StageKind, ...]
    chances: tuple[ChanceTable, ...]
    chart: CoefficientChart
    rows: tuple[WeightRow, ...]
    fewest_answers: int
    """How many well-chosen answers are enough to rank the roles."""
    sources: tuple[Text, ...]
    evaluations: tuple[EvaluationView, ...]
    backing: Backing


def method_page(catalogue: Catalogue, evidence: Evidence) -> MethodPage:
    """Return everything that the method page says about today's catalogue."""
    kind = evidence.simulation.kind
    return MethodPage(
        evidence=evidence,
        example=example(catalogue),
        kinds=tuple(kind(id) for id in KINDS),
        stage_kinds=_stage_kinds(catalogue, evidence),
        chances=chance_tables(evidence.simulation),
        chart=coefficient_chart(catalogue),
        rows=_weight_rows(catalogue),
        fewest_answers=len(questions_needed(catalogue, {})),
        sources=tuple(source.text for source in catalogue.sources),
        evaluations=tuple(_evaluation(catalogue, each) for each in evidence.evaluations),
        backing=backing(catalogue),
    )


def _stage_kinds(catalogue: Catalogue, evidence: Evidence) -> tuple[StageKind, ...]:
    """Each role's stages; stale evidence may lack one."""
    kinds = {kind.id: kind for kind in evidence.simulation.kinds}
    stages = (
        (role, stage, kinds.get(f"{role.id} {stage}"))
        for role in catalogue.roles
        for stage in STAGES
    )
    return tuple(StageKind(role, stage, kind) for role, stage, kind in stages if kind)


def example(catalogue: Catalogue) -> Example:
    """Return the first two roles of somebody with the SAMPLE's ratings and 0 elsewhere."""
    ratings: Ratings = {skill: SAMPLE.get(skill, 0) for skill in catalogue.skill}
    first, second = score(catalogue, ratings).order[:2]
    roles = catalogue.role[first.role], catalogue.role[second.role]
    terms = tuple(
        Term(item, rating, (a.value, b.value), (rating * a.value, rating * b.value))
        for item, a, b in zip(catalogue.items, roles[0].match, roles[1].match, strict=True)
        if (rating := max(ratings[skill] or 0 for skill in item.skills))
    )
    sums = sum(term.products[0] for term in terms), sum(term.products[1] for term in terms)
    return Example(roles, terms, sums, first, second)


def _weight_rows(catalogue: Catalogue) -> tuple[WeightRow, ...]:
    places = {source.id: place for place, source in enumerate(catalogue.sources, 1)}

    def weight(role: Role, place: int) -> Weight:
        coefficient = role.match[place]
        return Weight(coefficient, thousandths(coefficient.value), places[coefficient.source])

    return tuple(
        WeightRow(item, tuple(weight(role, place) for role in catalogue.roles))
        for place, item in enumerate(catalogue.items)
    )


def _evaluation(catalogue: Catalogue, evaluation: Evaluation) -> EvaluationView:
    recalls = tuple(
        RecallRow(
            catalogue.role[each.role],
            each.rows,
            each.named,
            each.named[place],
            each.named[place] / each.rows,
        )
        for place, each in enumerate(evaluation.recalls)
    )
    return EvaluationView(
        evaluation=evaluation,
        roles=tuple(catalogue.role[id] for id in evaluation.roles),
        recalls=recalls,
        weakest=min(recalls, key=lambda each: each.recall),
        confused=_confused(recalls),
        margins=_margins(evaluation.margins),
        rivals=_rivals(evaluation.differences),
    )


def _confused(recalls: tuple[RecallRow, ...]) -> tuple[ConfusedPair, ...]:
    pairs = [
        ConfusedPair((a.role, b.role), (a.named[j] / a.rows + b.named[i] / b.rows) / 2)
        for (i, a), (j, b) in combinations(enumerate(recalls), 2)
    ]
    return tuple(sorted(pairs, key=lambda pair: -pair.share)[:CONFUSED_PAIRS])


def _rivals(differences: tuple[MethodDifference, ...]) -> tuple[RivalRow, ...]:
    figures = {(each.against, each.metric): each.figure for each in differences}
    names = dict.fromkeys(each.against for each in differences)
    return tuple(
        RivalRow(name, {metric: figures.get((name, metric)) for metric in METRICS})
        for name in names
    )


def _margins(margins: tuple[Margin, ...]) -> tuple[MarginRow, ...]:
    first = tuple(MarginRow(None, margin) for margin in margins[:1])
    return first + tuple(MarginRow(before.up_to, margin) for before, margin in pairwise(margins))
