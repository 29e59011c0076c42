"""What changed between two assessments."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Role, Stage, Text
from app.web.assessed import Assessed


@dataclass(frozen=True, slots=True)
class Moved:
    """One skill's two ratings; None is a skip or no answer."""

    name: Text
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Readied:
    """A stage's readiness then and now, 0 to 1."""

    stage: Stage
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ComparePage:
    earlier: Assessed
    later: Assessed
    rose: tuple[Moved, ...]
    fell: tuple[Moved, ...]
    appeared: tuple[Moved, ...]
    vanished: tuple[Moved, ...]
    same: int
    closest_before: tuple[Role, ...]
    closest_after: tuple[Role, ...]
    role: Role
    stages: tuple[Readied, ...]

    @property
    def same_role(self) -> bool:
        """Whether both say the same, be it one role or several."""
        return {r.id for r in self.closest_before} == {r.id for r in self.closest_after}


def compare_page(earlier: Assessed, later: Assessed) -> ComparePage:
    """The later assessment against the earlier: skills that rose, fell, were answered for the first time or no longer."""
    moves = [Moved(skill.name, earlier.ratings.get(skill.id), later.ratings.get(skill.id)) for skill in later.catalogue.skills]
    both = [(move, move.after - move.before) for move in moves if move.before is not None and move.after is not None]
    rose = sorted((pair for pair in both if pair[1] > 0), key=lambda pair: -pair[1])
    fell = sorted((pair for pair in both if pair[1] < 0), key=lambda pair: pair[1])
    role = later.role
    return ComparePage(
        earlier=earlier,
        later=later,
        rose=tuple(move for move, _ in rose),
        fell=tuple(move for move, _ in fell),
        appeared=tuple(move for move in moves if move.before is None and move.after is not None),
        vanished=tuple(move for move in moves if move.before is not None and move.after is None),
        same=sum(change == 0 for _, change in both),
        closest_before=tuple(earlier.catalogue.role[id] for id in earlier.result.closest),
        closest_after=tuple(later.catalogue.role[id] for id in later.result.closest),
        role=role,
        stages=tuple(_readied(earlier, later, role.id, stage) for stage in STAGES),
    )


def _readied(earlier: Assessed, later: Assessed, role: str, stage: Stage) -> Readied:
    """A role that the earlier catalogue did not have counts as 0 then."""
    before = earlier.result.ready(role, stage).now if role in earlier.catalogue.role else 0.0
    return Readied(stage, before, later.result.ready(role, stage).now)
