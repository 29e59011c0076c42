"""`profiles fit` as one piece of work: tables in, a catalogue with new coefficients and k out, and what was measured of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.catalogue.evidence import Kind
from app.catalogue.model import Catalogue, Coefficient, Role
from app.evidence.crossing import Method, by_role, by_source
from app.evidence.forms import Evidence, Simulated, fitted
from app.evidence.judging import Judgement, cross_judged, forms_compared
from app.evidence.population import kinds, people, smallest_k
from app.evidence.table import Places, Table, shares_of
from app.evidence.whole import whole
from app.scoring.result import Result, score
from app.scoring.reweigh import exact_people

SOURCES: Mapping[tuple[bool, bool], str] = {
    (True, True): "postings_people",
    (True, False): "postings",
    (False, True): "people",
    (False, False): "expert",
}
"""Whether the postings and the people have a figure for a role's item → the id of the coefficient's source."""


@dataclass(frozen=True, eq=False, slots=True)
class Found:
    """A catalogue with fitted coefficients and its k, and what was measured of it."""

    catalogue: Catalogue
    kinds: tuple[Kind, ...]
    judgements: Mapping[str, Judgement]
    """By the table's name, "postings" or "people", and where a table names its sources by that with "_by_source" too."""
    forms: Mapping[str, Mapping[str, Mapping[str, float]]]
    """By "postings" and "people": each compared form's measures."""


class NotFirst(Exception):
    """With the fitted coefficients somebody who has just what a stage requires is told another role: nothing may be written."""

    def __init__(self, people: tuple[tuple[str, str], ...]) -> None:
        super().__init__(", ".join(" ".join(each) for each in people))
        self.people = people
        """Roles and stages."""


def fit(
    catalogue: Catalogue,
    postings: Table,
    people_: Table,
    rivals: Mapping[str, Method],
    tell: Callable[[str], None],
) -> Found:
    """Fit, and measure what was fitted; `tell` hears what is being done. Raises NotFirst."""
    simulated = Simulated(catalogue)
    evidence = Evidence(catalogue, postings, people_)
    tell("fitting")
    new = with_coefficients(catalogue, whole(fitted(evidence, simulated)), evidence)
    refuse_others_first(new)
    tell("simulating")
    population = people(new)
    k = smallest_k(population)
    new = replace(new, scale=replace(new.scale, k=k))
    seen = replace(evidence, catalogue=new)
    judgements, forms = {}, {}
    for name, table in seen.tables.items():
        tell(name)
        dealt, apart = by_role(table), by_source(table)
        judgements[name] = cross_judged(seen, name, dealt, fitted, rivals, simulated)
        forms[name] = forms_compared(seen, name, dealt, simulated)
        if apart is not None:
            judgements[f"{name}_by_source"] = cross_judged(
                seen, name, apart, fitted, rivals, simulated
            )
    return Found(new, kinds(population, k), judgements, forms)


def refuse_others_first(catalogue: Catalogue) -> None:
    """Raises NotFirst where a stage's exact requirements do not put its own role strictly first (product.md, Scoring, property 2)."""
    wrong = [
        (each.role, each.stage)
        for each in exact_people(catalogue)
        if not _first(score(catalogue, each.ratings), each.role)
    ]
    if wrong:
        raise NotFirst(tuple(wrong))


def _first(result: Result, role: str) -> bool:
    best, second, *_ = result.order
    return best.role == role and second.behind_points > 0


def with_coefficients(catalogue: Catalogue, values: Places, evidence: Evidence) -> Catalogue:
    """The catalogue with these coefficients (roles by items), each with the shares that were counted for it."""
    postings, persons = _counted(evidence.postings, catalogue), _counted(evidence.people, catalogue)

    def role(place: int, old: Role) -> Role:
        rows = zip(catalogue.items, values[place], postings[place], persons[place], strict=True)
        return replace(
            old,
            match=tuple(
                _coefficient(item.id, int(value), one, other) for item, value, one, other in rows
            ),
        )

    return replace(
        catalogue, roles=tuple(role(place, old) for place, old in enumerate(catalogue.roles))
    )


def _coefficient(
    item: str, value: int, postings: tuple[float, int], persons: tuple[float, int]
) -> Coefficient:
    (share, n), (people_share, people_n) = postings, persons
    return Coefficient(
        item=item,
        value=value,
        source=SOURCES[n > 0, people_n > 0],
        share=round(share, 3) if n else None,
        n=n or None,
        people_share=round(people_share, 3) if people_n else None,
        people_n=people_n or None,
    )


def _counted(table: Table | None, catalogue: Catalogue) -> list[list[tuple[float, int]]]:
    """Per role and item the share of the role's rows that have it, and of how many; 0 of 0 where the table is silent."""
    if table is None:
        return [[(0.0, 0)] * len(catalogue.items)] * len(catalogue.roles)
    found = []
    for role in range(len(catalogue.roles)):
        levels = table.levels[table.role == role]
        counts = np.count_nonzero(~np.isnan(levels), axis=0)
        found.append(
            [(float(share), int(n)) for share, n in zip(shares_of(levels), counts, strict=True)]
        )
    return found
