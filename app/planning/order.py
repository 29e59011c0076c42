"""The order of a plan: greatest gain per hour first, prerequisites before what needs them."""

from app.planning.fewest import fewest_hours
from app.planning.open_steps import OpenSteps, Places, places
from app.planning.points import Points


def in_order(
    ground: OpenSteps, points: Points, chosen: Places, done: Places = 0
) -> tuple[int, ...]:
    """The places of the chosen study steps, which with those done must be a closed set, in the order in which to study them.

    Each step is weighed with all that it still needs: the readiness (and what the focus adds) that this brings, by its hours. The best
    comes next, equals by id, and what it needs comes before it by the same rule. The weights are compared as fractions of whole numbers,
    so that nothing is rounded.
    """
    order: list[int] = []
    while chosen:
        head, closure = _next(ground, points, chosen, done)
        order += in_order(ground, points, closure & ~(1 << head), done)
        order.append(head)
        chosen, done = chosen & ~closure, done | closure
    return tuple(order)


def _next(ground: OpenSteps, points: Points, chosen: Places, done: Places) -> tuple[int, Places]:
    best, best_closure, best_gain, best_hours = -1, 0, -1, 1
    for place in places(chosen):
        closure = fewest_hours(ground, (1 << place,), kept=done, within=chosen)
        gain, hours = points.worth(done, closure), ground.hours_of(closure)
        if gain * best_hours > best_gain * hours:
            best, best_closure, best_gain, best_hours = place, closure, gain, hours
    return best, best_closure


def experience_in_order(
    ground: OpenSteps, points: Points, chosen: Places, done: Places
) -> tuple[int, ...]:
    """The places of the chosen experience steps: greatest gain per month first, equals by id.

    None needs another, and each reaches a requirement of its own, so that its gain is above 0 and the same at any place.
    """
    return tuple(
        sorted(
            places(chosen), key=lambda place: ground.months[place] / points.gain(done, 1 << place)
        )
    )
