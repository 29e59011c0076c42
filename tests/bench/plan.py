"""Plans of full size with a deadline, of our catalogue and of generated ones with 40 skills."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import quantiles

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue, Skill
from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.planning.wishes import Wishes
from tests.bench.metric import Metric
from tests.planning.catalogues import TARGET, catalogue, skill

ROUNDS = 5
PLANS = 60
"""In each round, of each kind."""
SKILLS = 40
SEED = 5
P95_LIMIT = 300
START = date(2026, 12, 1)


def metrics() -> Iterator[Metric]:
    """Yield the time of plans in milliseconds, and the share not proven optimal."""
    chance = random.Random(SEED)
    ours = load_catalogue()
    for name, one in (
        ("our catalogue", lambda: _ours(chance, ours)),
        ("made-up catalogues", lambda: _made_up(chance)),
    ):
        rounds = [[_timed(*one()) for _ in range(PLANS)] for _ in range(ROUNDS)]
        times = [[seconds * 1000 for seconds, _ in each] for each in rounds]
        unproven = [sum(not made.optimal for _, made in each) / PLANS for each in rounds]
        yield Metric(
            f"plan with a deadline, {name}: p95, ms",
            [quantiles(each, n=20)[-1] for each in times],
            P95_LIMIT,
        )
        yield Metric(f"plan with a deadline, {name}: share not proven optimal", [max(unproven)], 0)


def _timed(
    found: Catalogue,
    ratings: dict[str, int | None],
    target: Target,
    weeks: int,
    hours: int,
    wishes: Wishes,
) -> tuple[float, Plan]:
    start = time.perf_counter()
    made = plan(found, ratings, target, hours, START, START + timedelta(weeks=weeks), wishes=wishes)
    return time.perf_counter() - start, made


Case = tuple[Catalogue, dict[str, int | None], Target, int, int, Wishes]


def _ours(chance: random.Random, found: Catalogue) -> Case:
    """Return somebody who knows little, with a random target and sometimes a focus and wishes."""
    ratings: dict[str, int | None] = {
        id: chance.choice([None, 0, 0, 0, 1, 1, 2]) for id in found.skill
    }
    target = Target(chance.choice(found.roles).id, chance.choice(STAGES))
    study = [step.id for step in found.step.values() if step.kind == "study"]
    focus = chance.choice([None, *found.focus])
    put_in, leave_out = (frozenset(chance.sample(study, chance.randint(0, 2))) for _ in range(2))
    wishes = Wishes(put_in, leave_out, focus=focus)
    return found, ratings, target, chance.randint(8, 104), chance.randint(1, 20), wishes


def _made_up(chance: random.Random) -> Case:
    """Return a catalogue of 40 skills and 160 steps, all required, some with prerequisites."""
    ids = [f"s{number:02}" for number in range(SKILLS)]
    skills = [_skill(chance, id, ids[:number]) for number, id in enumerate(ids)]
    members = [ids[first : first + 3] for first in (3, 13, 23)]
    groups = {f"group{number}": tuple(each) for number, each in enumerate(members)}
    alone = [id for id in ids if not any(id in each for each in members)]
    needs = {item: (chance.randint(1, 4), chance.randint(1, 30)) for item in (*groups, *alone)}
    ratings: dict[str, int | None] = dict.fromkeys(ids, 0)
    return (
        catalogue(skills, needs, groups),
        ratings,
        TARGET,
        chance.randint(20, 104),
        chance.randint(2, 20),
        Wishes(),
    )


def _skill(chance: random.Random, id: str, earlier: list[str]) -> Skill:
    requires = {
        f"_{level}": [
            [
                f"{other}.{chance.randint(0, level)}"
                for other in chance.sample(earlier, chance.choice([1, 1, 2]))
            ]
        ]
        for level in range(3)
        if len(earlier) > 1 and chance.random() < 0.5
    }
    return skill(
        id, [chance.randint(4, 20), chance.randint(15, 60), chance.randint(40, 120)], **requires
    )
