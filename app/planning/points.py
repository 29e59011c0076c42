"""What steps add to readiness, in scoring's whole points (twelfths of a weight), so that sums and comparisons are exact."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import Target
from app.planning.open_steps import OpenSteps, Places, level_of, places
from app.scoring.profiles import profiles
from app.scoring.readiness import stage_readiness


@dataclass(frozen=True, slots=True)
class Rung:
    """One further level of a group of alternatives: any of the steps reaches it."""

    steps: Places
    points: int


@dataclass(frozen=True, slots=True)
class Points:
    """What every open step adds to readiness for the target, given closed sets of steps."""

    met: int
    """Points that the ratings have."""
    whole: int
    """Points of full readiness."""
    own: tuple[int, ...]
    """For each open step its points for requirements that name its skill alone."""
    rungs: tuple[Rung, ...]
    """Every further level of every requirement that names several skills."""
    lean: tuple[int, ...]
    """For each open step what the focus makes it worth beside: points that choose and order steps and are no readiness."""

    def of(self, done: Places) -> int:
        """Points with these steps done too; the set must hold its prerequisites."""
        return (
            self.met
            + sum(self.own[place] for place in places(done))
            + sum(rung.points for rung in self.rungs if rung.steps & done)
        )

    def gain(self, done: Places, added: Places) -> int:
        """Points that the added steps bring after those done."""
        shared = sum(
            rung.points for rung in self.rungs if rung.steps & added and not rung.steps & done
        )
        return sum(self.own[place] for place in places(added & ~done)) + shared

    def worth(self, done: Places, added: Places) -> int:
        """What the added steps are worth to the plan after those done: points of readiness, and of the focus."""
        return self.gain(done, added) + sum(self.lean[place] for place in places(added & ~done))

    def share(self, points: int) -> float:
        """Points as readiness, 0 to 1: divided once, as scoring does."""
        return points / self.whole


def points(catalogue: Catalogue, ratings: Ratings, target: Target, ground: OpenSteps) -> Points:
    """The points of a target for a person; ValueError names an unknown role or stage, or a level outside 0 to 4."""
    numbers = profiles(catalogue)
    now = stage_readiness(catalogue, ratings, target.role, target.stage)
    place = {(step.skill, step.to_level): number for number, step in enumerate(ground.steps)}
    own, rungs = [0] * len(ground.steps), list[Rung]()
    for need in numbers.needs(target.role, target.stage).needs:
        skills = numbers.members[need.item]
        best = max(level_of(ratings, skill) for skill in skills)
        for level in range(best + 1, need.level + 1):
            open_at = [place[skill, level] for skill in skills if (skill, level) in place]
            if len(skills) > 1:
                rungs.append(Rung(sum(1 << each for each in open_at), need.gain))
            elif open_at:
                own[open_at[0]] += need.gain
    gains = [need.gain for need in numbers.needs(target.role, target.stage).needs]
    usual = max(1, sum(gains) // len(gains))
    return Points(
        now.met,
        now.whole,
        tuple(own),
        tuple(rungs),
        tuple(usual * (ground.focus >> n & 1) for n in range(len(own))),
    )
