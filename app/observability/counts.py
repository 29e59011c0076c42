"""Metrics for Prometheus, by route: strange addresses make no new series, and nobody is named.

Each worker counts in files of its own; the worker that answers adds them up (metrics_port.py).
This is imported only where ORIENTEER_METRICS is set.
"""

from dataclasses import dataclass, field
from typing import Final

from prometheus_client import Counter, Gauge, Histogram

from app.observability.log_config import method_named

SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
CLASS: Final = 100

RequestKind = tuple[str, str, int]
"""Route, method, first digit of the status."""

REQUESTS: Final = Counter("orienteer_requests", "Requests answered.", ["route", "method", "status"])
DURATION: Final = Histogram(
    "orienteer_request_seconds",
    "From a whole request to its answer's begin.",
    ["route"],
    buckets=SECONDS,
)
IN_FLIGHT: Final = Gauge(
    "orienteer_requests_in_flight", "Requests that are being answered.", multiprocess_mode="livesum"
)
BEGUN: Final = Counter("orienteer_assessments_begun", "Requests that began an assessment.")
FINISHED: Final = Counter("orienteer_assessments_finished", "Requests that finished an assessment.")
KEPT: Final = Counter("orienteer_answers_kept", "Requests whose answers were kept.", ["by"])
STALE: Final = Counter(
    "orienteer_answers_stale", "Requests with answers that were older than what is kept.", ["by"]
)
LIMITED: Final = Counter(
    "orienteer_limited", "Requests refused because too many came from one network.", ["route"]
)
DATABASE_ERRORS: Final = Counter(
    "orienteer_database_errors", "Statements and connections that failed.", ["kind"]
)
POOL_SIZE: Final = Gauge(
    "orienteer_pool_connections_most",
    "Connections that the pools may hold.",
    multiprocess_mode="livesum",
)
POOL_USED: Final = Gauge(
    "orienteer_pool_connections_used", "Connections in use.", multiprocess_mode="livesum"
)
STARTS: Final = Counter(
    "orienteer_worker_starts", "Starts of a worker; above their number, these were restarts."
)


@dataclass
class Requests:
    """Counts requests; each combination is looked up once."""

    counters: dict[RequestKind, Counter] = field(default_factory=dict)
    durations: dict[str, Histogram] = field(default_factory=dict)

    def add(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request for the route, with the seconds that it took."""
        kind = (route, method_named(method), status // CLASS)
        counter = self.counters.get(kind)
        if counter is None:
            counter = self.counters[kind] = REQUESTS.labels(route, kind[1], f"{kind[2]}xx")
        duration = self.durations.get(route)
        if duration is None:
            duration = self.durations[route] = DURATION.labels(route)
        counter.inc()
        duration.observe(seconds)
