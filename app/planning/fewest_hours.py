"""Find the steps with the fewest hours that reach given goals, exactly, by branch and bound.

Most prerequisites have no alternative. The search adds those at once and branches only over
alternatives. A branch ends if its cost plus that of its most expensive open choice exceeds the
best.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.planning.open_steps import OpenSteps, StepSet, indices

PlanCost = tuple[int, int, int]
"""Hours of study, months of experience and number of steps, compared in this order."""


def fewest_hours(
    available: OpenSteps, goals: Iterable[StepSet], base: StepSet = 0, within: StepSet | None = None
) -> StepSet:
    """Return the steps to add to `base` so that one step of each goal is done.

    `base` must be a closed set. The steps added include all prerequisites and take the fewest
    hours. Of equal sets the one with fewer months of experience wins, then fewer steps, then
    earlier ids. `within` limits the choice to a set of steps, which must contain a way to every
    goal.
    """
    everything = (1 << len(available.steps)) - 1
    search = _Search(available, base, everything if within is None else within)
    search.visit(base, goals)
    return search.best


@dataclass(slots=True)
class _Search:
    available: OpenSteps
    base: StepSet
    allowed: StepSet
    best: StepSet = 0
    least: PlanCost | None = None
    seen: set[StepSet] = field(default_factory=set)

    def visit(self, chosen: StepSet, waiting: Iterable[StepSet]) -> None:
        """Try every continuation that could still be the best."""
        chosen, choices = self._add_forced(chosen, waiting)
        cost = self._cost(chosen & ~self.base)
        if chosen in self.seen or self._is_beaten(cost):
            return
        self.seen.add(chosen)
        if not choices:
            self._record(chosen & ~self.base, cost)
            return
        _, ways = max((self._ways(chosen, choice) for choice in choices), key=lambda each: each[0])
        for extra, index in ways:
            if not self._is_beaten((cost[0] + extra, 0, 0)):
                self.visit(chosen | 1 << index, (*choices, *self.available.prerequisites[index]))

    def _add_forced(
        self, chosen: StepSet, waiting: Iterable[StepSet]
    ) -> tuple[StepSet, list[StepSet]]:
        """Add all steps without an alternative. Returns the steps and the choices still open."""
        waiting, choices = list(waiting), list[StepSet]()
        while waiting:
            alternatives = waiting.pop()
            if alternatives & chosen:
                continue
            options = alternatives & self.allowed
            if options & (options - 1):
                choices.append(options)
            else:
                chosen |= options
                waiting += self.available.prerequisites[options.bit_length() - 1]
        return chosen, [choice for choice in choices if not choice & chosen]

    def _ways(self, chosen: StepSet, choice: StepSet) -> tuple[int, list[tuple[int, int]]]:
        """Return the fewest hours that a choice adds, and its alternatives by their hours."""
        ways = sorted(
            (self._cost(self._add_forced(chosen, (1 << index,))[0] & ~chosen)[0], index)
            for index in indices(choice)
        )
        return ways[0][0], ways

    def _cost(self, chosen: StepSet) -> PlanCost:
        hours = months = steps = 0
        for index in indices(chosen):
            hours += self.available.hours[index]
            months += self.available.months[index]
            steps += 1
        return hours, months, steps

    def _is_beaten(self, cost: PlanCost) -> bool:
        return self.least is not None and cost > self.least

    def _record(self, chosen: StepSet, cost: PlanCost) -> None:
        if self.least is None or (cost, tuple(indices(chosen))) < (
            self.least,
            tuple(indices(self.best)),
        ):
            self.best, self.least = chosen, cost
