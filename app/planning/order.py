"""The order of the steps in a plan: greatest gain per hour first, prerequisites before that."""

from app.planning.fewest_hours import fewest_hours
from app.planning.open_steps import OpenSteps, StepSet, indices
from app.planning.points import Points


def order_study_steps(
    available: OpenSteps, points: Points, chosen: StepSet, done: StepSet = 0
) -> tuple[int, ...]:
    """Return the indices of the chosen study steps in the order of study.

    `chosen` and `done` together must be a closed set. Each step is rated with everything that it
    still needs: points of readiness and focus, divided by hours. The best step comes next, equal
    ones by id, and its prerequisites come before it by the same rule. The ratios are compared as
    fractions of whole numbers, without rounding.
    """
    order: list[int] = []
    while chosen:
        head, closure = _next(available, points, chosen, done)
        order += order_study_steps(available, points, closure & ~(1 << head), done)
        order.append(head)
        chosen, done = chosen & ~closure, done | closure
    return tuple(order)


def _next(
    available: OpenSteps, points: Points, chosen: StepSet, done: StepSet
) -> tuple[int, StepSet]:
    best, best_closure, best_gain, best_hours = -1, 0, -1, 1
    for index in indices(chosen):
        closure = fewest_hours(available, (1 << index,), base=done, within=chosen)
        gain, hours = points.worth(done, closure), available.hours_of(closure)
        if gain * best_hours > best_gain * hours:
            best, best_closure, best_gain, best_hours = index, closure, gain, hours
    return best, best_closure


def order_experience_steps(
    available: OpenSteps, points: Points, chosen: StepSet, done: StepSet
) -> tuple[int, ...]:
    """Return the indices of the chosen experience steps: greatest gain per month first, then by id.

    No experience step needs another one, and each reaches a requirement of its own. Its gain is
    therefore above 0 and independent of the order.
    """
    return tuple(
        sorted(
            indices(chosen),
            key=lambda index: available.months[index] / points.gain(done, 1 << index),
        )
    )
