"""What changed between two assessments, and which changes are larger than noise.

Noise is what rating yourself twice gives with nothing learned; `app.scoring.change` defines it.
"""

from dataclasses import dataclass

from app.catalogue.model import STAGES, Role
from app.catalogue.text import Text
from app.exports.words import signed
from app.planning.course_map import CourseMap, course_map
from app.scoring.change import (
    LevelChange,
    ReliableChange,
    Verdict,
    answered_twice,
    area_changes,
    levels_beyond_noise,
    moves_by_chance,
    whole_change,
)
from app.scoring.role_change import (
    ClosestRoleVerdict,
    closest_role_change,
)
from app.web.charts.change_band import ChangeBand, change_band
from app.web.context import map_places
from app.web.finished_assessment import FinishedAssessment
from app.web.results.stage_change import StageChange, stage_change

MEAN_PLACES = 1
"""Decimals of a mean change, in levels."""
LEAD_PLACES = 2
"""Decimals of what a role gained on another: their distance is usually 0.1 to 0.2 levels."""
EXACT_PLACES = 2


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference as text; `change` has no sign, for a sentence that says which way."""

    verdict: Verdict
    change: str
    signed: str
    noise: str
    exact_change: str
    exact_noise: str
    is_none: bool
    """Whether the decimals that are shown are all 0."""
    is_gain: bool


@dataclass(frozen=True, slots=True)
class MeanChange:
    """The mean change over the skills of an area, or over all (`name` is None).

    `mean` and `band` are None where too few of the `asked` skills were answered `both` times.
    """

    name: Text | None
    both: int
    asked: int
    mean: ShownDifference | None
    band: ChangeBand | None


@dataclass(frozen=True, slots=True)
class SkillChange:
    """The two ratings of a skill, each None for a skip or no answer."""

    name: Text
    before: int | None
    after: int | None
    beyond_noise: bool
    """Whether the rating moved so far that noise alone would not usually do it."""

    @property
    def rise(self) -> int:
        """Return by how many levels the rating rose; below 0 where it fell."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True)
class LargeMoves:
    """How many of the skills answered `both` times moved by `min_levels` or more."""

    min_levels: int
    both: int
    moved: int
    by_chance: int

    @property
    def is_more(self) -> bool:
        return self.moved > self.by_chance


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What the comparison of two assessments shows."""

    earlier: FinishedAssessment
    later: FinishedAssessment
    rose: tuple[SkillChange, ...]
    fell: tuple[SkillChange, ...]
    first_answered: tuple[SkillChange, ...]
    no_longer_answered: tuple[SkillChange, ...]
    unchanged: int
    whole: MeanChange
    areas: tuple[MeanChange, ...]
    large_moves: LargeMoves | None
    """None where no move is large enough to exceed the noise."""
    closest_before: tuple[Role, ...]
    closest_after: tuple[Role, ...]
    first: ClosestRoleVerdict
    gained: ShownDifference | None
    """What the later first role gained on the earlier one, or None where it is not compared."""
    role: Role
    stages: tuple[StageChange, ...]
    map_before: CourseMap
    map_after: CourseMap

    @property
    def furthest(self) -> tuple[SkillChange, ...]:
        """The ratings that moved so far that noise alone would not usually do it."""
        return tuple(each for each in self.rose + self.fell if each.beyond_noise)

    @property
    def same_roles(self) -> bool:
        """Return whether both results name the same roles."""
        return {r.id for r in self.closest_before} == {r.id for r in self.closest_after}

    @property
    def is_unchanged(self) -> bool:
        """Return whether every answer is the same."""
        changed = self.rose or self.fell or self.first_answered or self.no_longer_answered
        return self.unchanged > 0 and not changed

    @property
    def other_questions(self) -> bool:
        """Return whether the two were finished with different catalogues."""
        return self.earlier.assessment.catalogue != self.later.assessment.catalogue

    @property
    def changed_areas(self) -> tuple[MeanChange, ...]:
        """The areas that rose or fell by more than noise."""
        return tuple(row for row in self.areas if row.mean and row.mean.verdict != "within_noise")

    @property
    def target_stage(self) -> StageChange:
        """The stage that the later assessment's plan is for."""
        return next(row for row in self.stages if row.stage == self.later.target.stage)


def compare_page(earlier: FinishedAssessment, later: FinishedAssessment) -> ComparePage:
    """Compare two assessments by the later one's catalogue."""
    catalogue, before, after = later.catalogue, earlier.ratings, later.ratings
    min_levels = levels_beyond_noise(catalogue.scale)
    changes = [
        _skill_change(skill.name, before.get(skill.id), after.get(skill.id), min_levels)
        for skill in catalogue.skills
    ]
    both = [each for each in changes if each.before is not None and each.after is not None]
    areas = area_changes(catalogue, before, after)
    first = closest_role_change(catalogue, before, after, *_first_roles(earlier, later))
    return ComparePage(
        earlier=earlier,
        later=later,
        rose=tuple(sorted((c for c in both if c.rise > 0), key=lambda c: -c.rise)),
        fell=tuple(sorted((c for c in both if c.rise < 0), key=lambda c: c.rise)),
        first_answered=tuple(c for c in changes if c.before is None and c.after is not None),
        no_longer_answered=tuple(c for c in changes if c.before is not None and c.after is None),
        unchanged=sum(c.rise == 0 for c in both),
        whole=_mean_change(None, whole_change(catalogue, before, after)),
        areas=tuple(_mean_change(area.name, areas[area.id]) for area in catalogue.areas),
        large_moves=_large_moves(earlier, later, min_levels) if min_levels is not None else None,
        closest_before=tuple(earlier.catalogue.role[id] for id in earlier.result.closest),
        closest_after=tuple(catalogue.role[id] for id in later.result.closest),
        first=first.verdict,
        gained=_shown(first.gained, LEAD_PLACES) if first.gained else None,
        role=later.role,
        stages=tuple(stage_change(earlier, later, stage) for stage in STAGES),
        map_before=course_map(map_places(), catalogue, before, None),
        map_after=course_map(map_places(), catalogue, after, None),
    )


def _skill_change(
    name: Text, before: int | None, after: int | None, min_levels: int | None
) -> SkillChange:
    if before is None or after is None or min_levels is None:
        return SkillChange(name, before, after, beyond_noise=False)
    return SkillChange(name, before, after, beyond_noise=abs(after - before) >= min_levels)


def _mean_change(name: Text | None, change: LevelChange) -> MeanChange:
    if change.mean is None:
        return MeanChange(name, change.both, change.asked, None, None)
    mean, band = _shown(change.mean, MEAN_PLACES), change_band(change.mean)
    return MeanChange(name, change.both, change.asked, mean, band)


def _shown(difference: ReliableChange, places: int) -> ShownDifference:
    """Format to so many decimals, or to one more where change and noise would look the same."""
    value, noise = difference.value, difference.noise
    if f"{abs(value):.{places}f}" == f"{noise:.{places}f}":
        places += 1
    return ShownDifference(
        verdict=difference.verdict,
        change=f"{abs(value):.{places}f}",
        signed=signed(value, places),
        noise=f"{noise:.{places}f}",
        exact_change=signed(value, EXACT_PLACES),
        exact_noise=f"±{noise:.{EXACT_PLACES}f}",
        is_none=float(f"{value:.{places}f}") == 0,
        is_gain=value > 0,
    )


def _large_moves(
    earlier: FinishedAssessment, later: FinishedAssessment, min_levels: int
) -> LargeMoves:
    pairs = answered_twice(later.catalogue, earlier.ratings, later.ratings).values()
    moved = sum(abs(after - before) >= min_levels for before, after in pairs)
    by_chance = round(moves_by_chance(later.catalogue.scale, pairs, min_levels))
    return LargeMoves(min_levels, len(pairs), moved, by_chance)


def _first_roles(
    earlier: FinishedAssessment, later: FinishedAssessment
) -> tuple[str | None, str | None]:
    """Return the first role before and after: the same one while the later result names it too."""
    before, after = (next(iter(each.result.closest), None) for each in (earlier, later))
    return before, before if before in later.result.closest else after
