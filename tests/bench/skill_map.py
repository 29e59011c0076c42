"""Maps of people's skills, drawn from 40 ratings without any that was drawn before."""

import random
import time
from collections.abc import Iterator
from statistics import median

from app.catalogue.load import load_catalogue
from app.catalogue.model import LEVELS, STAGES
from app.catalogue.reading import load_reading
from app.planning.model import Target
from app.planning.route import route
from app.scoring.skill_map.drawing import draw_map
from tests.bench.metric import Metric

ROUNDS = 5
MAPS = 200
"""In each round."""
SEED = 5
MEDIAN_LIMIT = 10


def metrics() -> Iterator[Metric]:
    """Yield the time of a map in milliseconds."""
    chance = random.Random(SEED)
    times = [median(_timed(chance) for _ in range(MAPS)) for _ in range(ROUNDS)]
    yield Metric("map of 40 ratings: median, ms", times, MEDIAN_LIMIT)


def _timed(chance: random.Random) -> float:
    catalogue, places = load_catalogue(), load_reading().map
    ratings = {skill: chance.choice([None, *LEVELS]) for skill in places.skills}
    way = route(
        catalogue, ratings, Target(chance.choice(catalogue.roles).id, chance.choice(STAGES))
    )
    start = time.perf_counter()
    draw_map(places, ratings, way.required, way.course)
    return 1000 * (time.perf_counter() - start)
