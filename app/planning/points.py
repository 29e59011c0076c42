"""Readiness that steps add, in whole points (twelfths of a weight), for exact comparisons."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import Target
from app.planning.open_steps import OpenSteps, StepSet, indices, level_of
from app.scoring.profiles import profiles
from app.scoring.readiness import stage_readiness


@dataclass(frozen=True, slots=True)
class GroupLevel:
    """One missing level of a group of alternatives. Any of the steps reaches it."""

    steps: StepSet
    points: int


@dataclass(frozen=True, slots=True)
class Points:
    """Points that open steps add to readiness for a target. Sets of steps must be closed."""

    met: int
    """Points that the ratings meet."""
    whole: int
    """Points of full readiness."""
    own: tuple[int, ...]
    """Points of each open step for requirements of its skill alone."""
    group_levels: tuple[GroupLevel, ...]
    """Missing levels of all requirements that several skills can meet."""
    focus_points: tuple[int, ...]
    """Extra points of each open step for the focus. They choose and order steps, but they are not
    readiness."""

    def of(self, done: StepSet) -> int:
        """Return the points with these steps done. The set must contain its prerequisites."""
        return (
            self.met
            + sum(self.own[index] for index in indices(done))
            + sum(
                group_level.points for group_level in self.group_levels if group_level.steps & done
            )
        )

    def gain(self, done: StepSet, added: StepSet) -> int:
        """Return the points of readiness that `added` brings after `done`."""
        shared = sum(
            group_level.points
            for group_level in self.group_levels
            if group_level.steps & added and not group_level.steps & done
        )
        return sum(self.own[index] for index in indices(added & ~done)) + shared

    def worth(self, done: StepSet, added: StepSet) -> int:
        """Return the points of readiness and focus that `added` brings after `done`."""
        return self.gain(done, added) + sum(
            self.focus_points[index] for index in indices(added & ~done)
        )

    def share(self, points: int) -> float:
        """Convert points to readiness, 0 to 1, with one division as in scoring."""
        return points / self.whole


def target_points(
    catalogue: Catalogue, ratings: Ratings, target: Target, available: OpenSteps
) -> Points:
    """Return the points of a target for a person.

    Raises ValueError for an unknown role or stage, or a level outside 0 to 4.
    """
    numbers = profiles(catalogue)
    now = stage_readiness(catalogue, ratings, target.role, target.stage)
    index = {(step.skill, step.to_level): number for number, step in enumerate(available.steps)}
    own, group_levels = [0] * len(available.steps), list[GroupLevel]()
    for requirement in numbers.requirements(target.role, target.stage).requirements:
        skills = numbers.members[requirement.item]
        best = max(level_of(ratings, skill) for skill in skills)
        for level in range(best + 1, requirement.level + 1):
            open_at = [index[skill, level] for skill in skills if (skill, level) in index]
            if len(skills) > 1:
                group_levels.append(
                    GroupLevel(sum(1 << each for each in open_at), requirement.gain)
                )
            elif open_at:
                own[open_at[0]] += requirement.gain
    gains = [
        requirement.gain
        for requirement in numbers.requirements(target.role, target.stage).requirements
    ]
    usual = max(1, sum(gains) // len(gains))
    return Points(
        now.met,
        now.whole,
        tuple(own),
        tuple(group_levels),
        tuple(usual * (available.focus >> n & 1) for n in range(len(own))),
    )
