"""What changed between two assessments, and what of it is more than rating yourself twice would give."""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Role, Stage
from app.catalogue.text import Text
from app.scoring.change import (
    area_changes,
    levels_beyond_noise,
    moves_by_chance,
    twice,
    whole_change,
)
from app.scoring.role_change import FirstVerdict, ReadinessChange, first_change, readiness_change
from app.web.assessed import Assessed
from app.web.results.figures import GAINED_PLACES, MeanRow, Shown, mean_row, shown


@dataclass(frozen=True, slots=True)
class Moved:
    """One skill's two ratings; None is a skip or no answer. `beyond_noise`: so far that noise alone would not usually do it."""

    name: Text
    before: int | None
    after: int | None
    beyond_noise: bool


@dataclass(frozen=True, slots=True)
class Readied:
    """A stage's readiness then and now as both results had it, 0 to 1 (None: no such role then), and what of the change is sure."""

    stage: Stage
    before: float | None
    after: float
    change: ReadinessChange

    @property
    def noise(self) -> str | None:
        """In points of per cent; None where it is not compared."""
        return f"{100 * self.change.change.noise:.0f}" if self.change.change else None

    @property
    def counts_less(self) -> bool:
        """Whether the comparison leaves out something that the two results counted."""
        return self.change.change is not None and (self.change.before, self.change.after) != (
            self.before,
            self.after,
        )


@dataclass(frozen=True, slots=True)
class Moves:
    """Of the skills answered `both` times, how many moved so many `levels` or more, and how many noise alone would move."""

    levels: int
    both: int
    moved: int
    by_chance: int

    @property
    def is_more(self) -> bool:
        return self.moved > self.by_chance


@dataclass(frozen=True, slots=True)
class ComparePage:
    earlier: Assessed
    later: Assessed
    rose: tuple[Moved, ...]
    fell: tuple[Moved, ...]
    appeared: tuple[Moved, ...]
    vanished: tuple[Moved, ...]
    same: int
    whole: MeanRow
    areas: tuple[MeanRow, ...]
    moves: Moves | None
    closest_before: tuple[Role, ...]
    closest_after: tuple[Role, ...]
    first: FirstVerdict
    gained: Shown | None
    """In levels, what the later first role gained on the earlier one; None where that is not compared."""
    role: Role
    stages: tuple[Readied, ...]

    @property
    def same_role(self) -> bool:
        """Whether both say the same, be it one role or several."""
        return {r.id for r in self.closest_before} == {r.id for r in self.closest_after}

    @property
    def is_unmoved(self) -> bool:
        """Whether every answer is what it was."""
        return self.same > 0 and not (self.rose or self.fell or self.appeared or self.vanished)

    @property
    def other_questions(self) -> bool:
        """Whether the two were finished with different catalogues."""
        return self.earlier.assessment.catalogue != self.later.assessment.catalogue

    @property
    def changed_areas(self) -> tuple[MeanRow, ...]:
        """Those that rose or fell by more than noise."""
        return tuple(row for row in self.areas if row.mean and row.mean.verdict != "within_noise")

    @property
    def aimed(self) -> Readied:
        """The stage that the later assessment's plan is for."""
        return next(row for row in self.stages if row.stage == self.later.target.stage)


def compare_page(earlier: Assessed, later: Assessed) -> ComparePage:
    """The later assessment against the earlier, by the later one's catalogue: skills that rose, fell, were answered first or no longer."""
    catalogue, before, after = later.catalogue, earlier.ratings, later.ratings
    enough = levels_beyond_noise(catalogue.scale)
    moves = [
        _moved(skill.name, before.get(skill.id), after.get(skill.id), enough)
        for skill in catalogue.skills
    ]
    both = [
        (move, move.after - move.before)
        for move in moves
        if move.before is not None and move.after is not None
    ]
    rose = sorted((pair for pair in both if pair[1] > 0), key=lambda pair: -pair[1])
    fell = sorted((pair for pair in both if pair[1] < 0), key=lambda pair: pair[1])
    changes = area_changes(catalogue, before, after)
    first = first_change(catalogue, before, after, _first(earlier), _later_first(earlier, later))
    return ComparePage(
        earlier=earlier,
        later=later,
        rose=tuple(move for move, _ in rose),
        fell=tuple(move for move, _ in fell),
        appeared=tuple(move for move in moves if move.before is None and move.after is not None),
        vanished=tuple(move for move in moves if move.before is not None and move.after is None),
        same=sum(change == 0 for _, change in both),
        whole=mean_row(None, whole_change(catalogue, before, after)),
        areas=tuple(mean_row(area.name, changes[area.id]) for area in catalogue.areas),
        moves=_moves(earlier, later, enough),
        closest_before=tuple(earlier.catalogue.role[id] for id in earlier.result.closest),
        closest_after=tuple(catalogue.role[id] for id in later.result.closest),
        first=first.verdict,
        gained=shown(first.gained, GAINED_PLACES) if first.gained else None,
        role=later.role,
        stages=tuple(_readied(earlier, later, later.role.id, stage) for stage in STAGES),
    )


def _moved(name: Text, before: int | None, after: int | None, enough: int | None) -> Moved:
    beyond = None not in (before, after, enough) and abs((after or 0) - (before or 0)) >= (
        enough or 0
    )
    return Moved(name, before, after, beyond)


def _moves(earlier: Assessed, later: Assessed, enough: int | None) -> Moves | None:
    """None where no move is long enough to exceed the noise."""
    pairs = twice(later.catalogue, earlier.ratings, later.ratings).values()
    if enough is None:
        return None
    moved = sum(abs(after - before) >= enough for before, after in pairs)
    return Moves(
        enough, len(pairs), moved, round(moves_by_chance(later.catalogue.scale, pairs, enough))
    )


def _first(found: Assessed) -> str | None:
    return found.result.closest[0] if found.result.closest else None


def _later_first(earlier: Assessed, later: Assessed) -> str | None:
    """The earlier first role where the later answer still names it: among roles too close to call none has been overtaken."""
    first = _first(earlier)
    return first if first in later.result.closest else _first(later)


def _readied(earlier: Assessed, later: Assessed, role: str, stage: Stage) -> Readied:
    before = earlier.result.ready(role, stage).now if role in earlier.catalogue.role else None
    change = readiness_change(later.catalogue, earlier.ratings, later.ratings, role, stage)
    return Readied(stage, before, later.result.ready(role, stage).now, change)
