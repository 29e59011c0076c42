"""What the pages on roles show of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.catalogue.model import STAGES, Catalogue, Ratings, Role, Stage
from app.catalogue.pay import Pay, PayCell
from app.catalogue.reading import Reading
from app.catalogue.text import Text
from app.scoring.gaps import gaps
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from app.web.career_path import CareerPath, career_path


@dataclass(frozen=True, slots=True)
class NeededItem:
    """An item that a role requires, with its level per stage (None: not required yet).

    `deed` describes the highest level; of a group it is the first skill's, which `deed_of` names.
    """

    name: Text
    levels: Mapping[Stage, int | None]
    deed_of: Text | None
    deed: Text
    reason: Text | None
    """What the highest level is read from."""


@dataclass(frozen=True, slots=True)
class RolePage:
    role: Role
    path: CareerPath
    needed: tuple[NeededItem, ...]
    pay: tuple[PayCell, ...]
    others: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """One requirement beside the rating that counts for it; `rating` is None for a skip."""

    name: Text
    rating: int | None
    level: int

    @property
    def is_met(self) -> bool:
        return (self.rating or 0) >= self.level


@dataclass(frozen=True, slots=True)
class StageStanding:
    """How a reader's ratings stand beside one stage; what is missing comes first."""

    stage: Stage
    readiness: float
    rows: tuple[RequirementRow, ...]

    @property
    def met(self) -> int:
        return sum(row.is_met for row in self.rows)


def stage_standings(
    catalogue: Catalogue, role: Role, ratings: Ratings
) -> tuple[StageStanding, ...]:
    """Return how ratings stand beside each stage of a role."""
    found = []
    for stage in STAGES:
        requirements = requirements_of(catalogue, role.id, stage)
        both = gaps(requirements, ratings)
        rows = tuple(
            RequirementRow(catalogue.item[gap.item].name, gap.rating, gap.level)
            for gap in (*both.open, *both.met)
        )
        found.append(StageStanding(stage, stage_readiness(requirements, ratings).now, rows))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PayLine:
    """The median of `n` salaries in US dollars a year, `american` from the United States."""

    median: int
    years: str
    n: int
    american: int


def role_page(catalogue: Catalogue, reading: Reading, role: Role) -> RolePage:
    levels = {stage: {r.item: r.level for r in role.stages[stage].requirements} for stage in STAGES}
    last = {r.item: r for r in role.stages[STAGES[-1]].requirements}
    needed = tuple(
        NeededItem(
            name=catalogue.item[item].name,
            levels={stage: levels[stage].get(item) for stage in STAGES},
            deed_of=_first_of_group(catalogue, item),
            deed=catalogue.skill[catalogue.item[item].skills[0]].anchors[requirement.level],
            reason=requirement.reason,
        )
        for item, requirement in sorted(last.items(), key=lambda pair: -pair[1].weight)
    )
    others = tuple(other for other in catalogue.roles if other.id != role.id)
    return RolePage(
        role,
        career_path(catalogue, reading, role.id, None),
        needed,
        pay_cells(reading.pay, role.id),
        others,
    )


def _first_of_group(catalogue: Catalogue, item: str) -> Text | None:
    members = catalogue.item[item].skills
    return catalogue.skill[members[0]].name if len(members) > 1 else None


def pay_cells(pay: Pay, role: str) -> tuple[PayCell, ...]:
    return tuple(cell for cell in pay.cells if cell.role == role)


def pay_of(reading: Reading, role: str) -> PayLine | None:
    """Return the pay of everybody in a role; None when there is none."""
    cells = {cell.scope: cell for cell in pay_cells(reading.pay, role) if cell.experience == "all"}
    if "all" not in cells:
        return None
    worldwide, american = cells["all"], cells.get("US")
    return PayLine(worldwide.median, worldwide.years, worldwide.n, american.n if american else 0)
