"""Settle alternatives: which skill meets a requirement, and which step meets a prerequisite.

One of several alternatives is chosen before any step is ordered or left out: the skill that the
person, or the rest of the plan, takes furthest, else the one that the role's postings clearly name
more often than each other, else the one whose step stands first on the path. Hours never decide.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.catalogue.curriculum import CACHED_PATHS, role_path
from app.catalogue.model import CLEAR_DIFFERENCE, MIN_POSTINGS, Catalogue, Ratings, Role
from app.catalogue.steps import Step

Requirements = Iterable[tuple[tuple[str, ...], int]]
"""The skills that can meet each open requirement, and the level that one of them must reach."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The steps that a person needs, with one choice made among all alternatives."""

    prerequisites: Mapping[str, tuple[str, ...]]
    """Needed steps by id, each with the unmet steps that must come directly before it."""
    skills: Mapping[tuple[str, ...], str]
    """The skill that is to meet each open requirement, by the requirement's skills. A requirement
    that no step brings nearer is missing."""


def level_of(ratings: Ratings, skill: str) -> int:
    """Return the level from which a plan starts. A skipped skill starts at 0."""
    return ratings.get(skill) or 0


def is_met(step: Step, ratings: Ratings) -> bool:
    """Return whether the ratings reach the level that the step leads to."""
    return level_of(ratings, step.skill) >= step.to_level


def settle(
    catalogue: Catalogue,
    ratings: Ratings,
    role: Role,
    requirements: Requirements,
    wanted: Iterable[str],
    possible: Collection[str],
) -> Settled:
    """Return what a person needs for open requirements and wanted steps.

    `possible` are the unmet steps that the plan may use. A requirement whose level needs others is
    met as far as they allow.
    """
    settling = _Settling(catalogue, ratings, role, possible)
    settling.add(*wanted)
    entries = sorted(requirements, key=lambda entry: (len(entry[0]) > 1, settling.place(entry[0])))
    for alternatives, level in entries:
        settling.reach(alternatives, level)
    settling.settle_prerequisites()
    return Settled(settling.prerequisites(), settling.skills())


def possible_steps(catalogue: Catalogue, ratings: Ratings, leave_out: frozenset[str]) -> set[str]:
    """Return the unmet steps that can be done, one after the other, without those left out."""
    unmet = {id for id, step in catalogue.step.items() if not is_met(step, ratings)}
    if not leave_out:
        return unmet
    found = unmet - leave_out
    while stuck := {
        id
        for id in found
        if any(
            not any(each in found for each in any_of)
            for any_of in _unmet_prerequisites(catalogue, ratings, id)
        )
    }:
        found -= stuck
    return found


@lru_cache(CACHED_PATHS)
def path_places(catalogue: Catalogue, role: str) -> Mapping[str, int]:
    """Return each step's place on the role's path. Experience follows all study, in its order."""
    path = role_path(catalogue, role)
    study = {id: place for place, id in enumerate(path)}
    last = {catalogue.step[id].skill: place for id, place in study.items()}
    experience = {
        id: len(path) + last.get(step.skill, len(path))
        for id, step in catalogue.step.items()
        if step.kind == "experience"
    }
    return study | experience


class _Settling:
    def __init__(
        self, catalogue: Catalogue, ratings: Ratings, role: Role, possible: Collection[str]
    ) -> None:
        self.catalogue, self.ratings, self.possible = catalogue, ratings, possible
        self._needed: dict[str, list[tuple[str, ...]]] = {}
        self._asked: set[str] = set()
        self._reached: dict[tuple[str, ...], list[str]] = {}
        """Per requirement the steps that would meet it, one a skill, the preferred one's first."""
        self._open: list[tuple[str, ...]] = []
        self._places = path_places(catalogue, role.id)
        self._shares = _shares(catalogue, role)

    def place(self, skills: Iterable[str]) -> int:
        """Return where the first of the skills begins on the path."""
        return min(self._places[self.catalogue.skill[skill].steps[0].id] for skill in skills)

    def add(self, *ids: str) -> None:
        """Add steps that are asked for, and their prerequisites that have no alternative."""
        self._asked.update(ids)
        for id in ids:
            self._need(id)

    def reach(self, skills: tuple[str, ...], level: int) -> None:
        """Add the steps by which one of the skills reaches a level, or the most possible."""
        reachable = {skill: self._reachable(skill, level) for skill in skills}
        most = max(reachable.values())
        if most > max(level_of(self.ratings, skill) for skill in skills):
            furthest = [skill for skill in skills if reachable[skill] == most]
            steps = [self.catalogue.skill[skill].steps[most - 1].id for skill in furthest]
            self._reached[skills] = sorted(steps, key=self._preference(steps))
            self._need(self._reached[skills][0])

    def settle_prerequisites(self) -> None:
        """Settle all open prerequisites along the path, where no needed step meets them."""
        while self._open:
            self._open = [options for options in self._open if not self._met_by(options)]
            for options in sorted(self._open, key=self._first_place)[:1]:
                self._need(min(options, key=self._preference(options)))
        self._drop_needless()

    def skills(self) -> dict[tuple[str, ...], str]:
        """Return the skill that meets each requirement, where steps can bring it nearer."""
        return {
            skills: self._skill(self._met_by(steps)[0]) for skills, steps in self._reached.items()
        }

    def prerequisites(self) -> dict[str, tuple[str, ...]]:
        """Return each needed step with the steps directly before it, the first met on the path."""
        return {
            id: tuple(min(self._met_by(options), key=self._place_of) for options in every)
            for id, every in self._needed.items()
        }

    def _need(self, id: str) -> None:
        if id in self._needed:
            return
        every = _unmet_prerequisites(self.catalogue, self.ratings, id)
        self._needed[id] = [
            tuple(each for each in any_of if each in self.possible) for any_of in every
        ]
        for any_of, options in zip(every, self._needed[id], strict=True):
            if len(any_of) == 1:
                self._need(any_of[0])
            else:
                self._open.append(options)

    def _drop_needless(self) -> None:
        """Drop steps, the last first, where other needed steps meet the same needs."""
        needs = [(step, options) for step, every in self._needed.items() for options in every]
        waiting: dict[str, list[tuple[str | None, Sequence[str]]]] = {id: [] for id in self._needed}
        for step, options in (*needs, *((None, steps) for steps in self._reached.values())):
            for id in self._met_by(options):
                waiting[id].append((step, options))
        for id in sorted(self._needed.keys() - self._asked, key=self._place_of, reverse=True):
            still = (
                options for step, options in waiting[id] if step is None or step in self._needed
            )
            if all(len(self._met_by(options)) > 1 for options in still):
                del self._needed[id]

    def _met_by(self, options: Iterable[str]) -> list[str]:
        return [each for each in options if each in self._needed]

    def _first_place(self, options: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        return min(map(self._place_of, options)), options

    def _place_of(self, id: str) -> int:
        return self._places[id]

    def _skill(self, id: str) -> str:
        return self.catalogue.step[id].skill

    def _reachable(self, skill: str, level: int) -> int:
        """Return the highest level up to this one that possible steps reach."""
        reached = level_of(self.ratings, skill)
        for step in self.catalogue.skill[skill].steps[reached:level]:
            if step.id not in self.possible:
                break
            reached = step.to_level
        return reached

    def _preference(self, options: Sequence[str]) -> Callable[[str], tuple[int, int, bool, int]]:
        """Return a key that is smallest for the step to choose among these."""
        named = _clearly_named_most(self._shares, map(self._skill, options))

        def key(id: str) -> tuple[int, int, bool, int]:
            skill = self._skill(id)
            rated = level_of(self.ratings, skill)
            steps = self.catalogue.skill[skill].steps
            begun = max((step.to_level for step in steps if step.id in self._needed), default=rated)
            return (-begun, -rated, skill != named, self._places[id])

        return key


def _clearly_named_most(shares: Mapping[str, float], skills: Iterable[str]) -> str | None:
    """Return the skill that postings name more often than each other one by CLEAR_DIFFERENCE."""
    ranked = sorted(((shares.get(skill, 0.0), skill) for skill in set(skills)), reverse=True)
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] > CLEAR_DIFFERENCE:
        return ranked[0][1]
    return None


def _shares(catalogue: Catalogue, role: Role) -> dict[str, float]:
    """Return the share of the role's postings that name each skill, of MIN_POSTINGS or more."""
    items = {
        entry.item: entry.share
        for entry in role.match
        if entry.share is not None and (entry.n or 0) >= MIN_POSTINGS
    }
    alone = {
        item.skills[0]: items[item.id]
        for item in catalogue.items
        if item.id in items and not item.is_group
    }
    members = {entry.skill: entry.share for entry in role.member_shares if entry.n >= MIN_POSTINGS}
    return alone | members


def _unmet_prerequisites(catalogue: Catalogue, ratings: Ratings, id: str) -> list[tuple[str, ...]]:
    """Return the step's unmet prerequisites, the earlier level of its own skill first."""
    return [
        any_of
        for any_of in catalogue.step[id].prerequisites
        if not any(is_met(catalogue.step[each], ratings) for each in any_of)
    ]
