"""Light pages of one person while others flood the same server, and the dearest routes."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.storage.engine import open_engine
from tests.abuse.flood import COUNTS, SLOWEST, exports, flood, plans
from tests.bench import routes
from tests.bench.metric import Metric
from tests.bench.people import fill
from tests.browser.server import serving

ROUNDS = 3


def metrics() -> Iterator[Metric]:
    """Yield 95th percentiles of a light page in each kind of flood, then the dearest routes."""
    with TemporaryDirectory(prefix="orienteer-bench-") as folder:
        instance = Path(folder)
        fill(open_engine(instance / "orienteer.db"), COUNTS, is_open=False, with_plans=True)
        with serving(instance, is_measured=False) as server:
            for what in (exports, plans):
                slow = [flood(server.url, what).slow for _ in range(ROUNDS)]
                yield Metric(f"light page during a flood of {what.__name__}: p95, s", slow, SLOWEST)
    yield from routes.metrics()
