"""Plans of full size with a deadline, of our catalogue and of made-up ones with 40 skills, and the page of a plan that is remembered."""

import random
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import quantiles
from tempfile import TemporaryDirectory

from app import create_app
from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue, Skill
from app.planning.model import Plan, Target
from app.planning.plan import plan
from app.planning.wishes import Wishes
from config import read_settings
from tests.bench.metric import Metric
from tests.planning.catalogues import TARGET, catalogue, skill
from tests.visitor import Visitor

ROUNDS = 5
PLANS = 60
"""In each round, of each kind."""
SKILLS = 40
SEED = 5
P95_LIMIT, WORST_LIMIT, PAGE_LIMIT = 300.0, 2000.0, 100.0
P95_TARGET, WORST_TARGET, PAGE_TARGET = 100.0, 1000.0, 50.0
START = date(2026, 12, 1)
LEVELS = {"python": 1, "sql": 1, "probability_statistics": 1}


def metrics() -> Iterator[Metric]:
    """The time of plans in milliseconds against the limits of the issue that asked for them, and how many were not proven the best."""
    chance = random.Random(SEED)
    ours = load_catalogue()
    for name, one in (("our catalogue", lambda: _ours(chance, ours)), ("made-up catalogues", lambda: _made_up(chance))):
        rounds = [[_timed(*one()) for _ in range(PLANS)] for _ in range(ROUNDS)]
        times = [[seconds * 1000 for seconds, _ in each] for each in rounds]
        unproven = [sum(not made.optimal for _, made in each) / PLANS for each in rounds]
        yield Metric(f"plan with a deadline, {name}: 95th of 100, ms", [quantiles(each, n=20)[-1] for each in times], P95_LIMIT, P95_TARGET)
        yield Metric(f"plan with a deadline, {name}: worst of all, ms", [max(map(max, times))], WORST_LIMIT, WORST_TARGET)
        yield Metric(f"plan with a deadline, {name}: share not proven the best", [max(unproven)], 0.0, 0.0)
    yield from _pages()


def _timed(found: Catalogue, ratings: dict[str, int | None], target: Target, weeks: int, hours: int, wishes: Wishes) -> tuple[float, Plan]:
    start = time.perf_counter()
    made = plan(found, ratings, target, hours, START, START + timedelta(weeks=weeks), wishes=wishes)
    return time.perf_counter() - start, made


Case = tuple[Catalogue, dict[str, int | None], Target, int, int, Wishes]


def _ours(chance: random.Random, found: Catalogue) -> Case:
    """Somebody who knows little, on the way to any stage of any role, some with a focus and wishes."""
    ratings: dict[str, int | None] = {id: chance.choice([None, 0, 0, 0, 1, 1, 2]) for id in found.skill}
    target = Target(chance.choice(found.roles).id, chance.choice(STAGES))
    study = [step.id for step in found.step.values() if step.kind == "study"]
    focus = chance.choice([None, *found.focus])
    put_in, leave_out = (frozenset(chance.sample(study, chance.randint(0, 2))) for _ in range(2))
    wishes = Wishes(put_in, leave_out, focus=focus)
    return found, ratings, target, chance.randint(8, 104), chance.randint(1, 20), wishes


def _made_up(chance: random.Random) -> Case:
    """A catalogue of 40 skills and 160 steps, all of them wanted; each step may need others of earlier skills, and hours say little."""
    ids = [f"s{number:02}" for number in range(SKILLS)]
    skills = [_skill(chance, id, ids[:number]) for number, id in enumerate(ids)]
    members = [ids[first : first + 3] for first in (3, 13, 23)]
    groups = {f"group{number}": tuple(each) for number, each in enumerate(members)}
    alone = [id for id in ids if not any(id in each for each in members)]
    needs = {item: (chance.randint(1, 4), chance.randint(1, 30)) for item in (*groups, *alone)}
    ratings: dict[str, int | None] = dict.fromkeys(ids, 0)
    return catalogue(skills, needs, groups), ratings, TARGET, chance.randint(20, 104), chance.randint(2, 20), Wishes()


def _skill(chance: random.Random, id: str, earlier: list[str]) -> Skill:
    requires = {
        f"_{level}": [[f"{other}.{chance.randint(0, level)}" for other in chance.sample(earlier, chance.choice([1, 1, 2]))]]
        for level in range(3)
        if len(earlier) > 1 and chance.random() < 0.5
    }
    return skill(id, [chance.randint(4, 20), chance.randint(15, 60), chance.randint(40, 120)], **requires)


def _pages() -> Iterator[Metric]:
    """The plan page of somebody with much to learn: opened first, and again."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        visitor = Visitor(create_app(read_settings({"ORIENTEER_INSTANCE": folder})))
        visitor.finish(dict.fromkeys(load_catalogue().skill, 0) | LEVELS)
        address, end = "/assessments/1/plan", START + timedelta(weeks=30)
        first, again = [], []
        for hours in range(5, 5 + ROUNDS):
            form = visitor.open(address).form("/plan")
            terms = form.values | {"hours": str(hours), "deadline": end.isoformat()}
            assert visitor.open(address, "POST", follow=False, data=terms).status == 303
            first.append(_opened(visitor, address))
            again.append(_opened(visitor, address))
        yield Metric("plan page, its plan remembered, ms", again, PAGE_LIMIT, PAGE_TARGET)
        yield Metric("plan page, opened first, ms", first)


def _opened(visitor: Visitor, address: str) -> float:
    start = time.perf_counter()
    assert visitor.open(address).status == 200
    return (time.perf_counter() - start) * 1000
