"""Counts for Prometheus, when ORIENTEER_METRICS is set; otherwise no hook is registered."""

from http import HTTPStatus
from time import perf_counter
from typing import Final

from flask import Flask, Response, g, request

from app.observability.log_config import OTHER
from app.storage.databases.monitoring import note_errors, pool_use
from app.web.context import context, context_of

SAVED_BY: Final = {
    "questionnaire.save_answer": "script",
    "questionnaire.save_area": "form",
    "questionnaire.finish": "form",
}
"""Endpoints that save answers, and what sends them there."""


def install(app: Flask) -> None:
    """Register hooks that count; must come before other hooks, so that all time is measured."""
    if context_of(app).settings.metrics is None:
        return
    from app.observability import counts

    engine = context_of(app).engine
    counts.POOL_SIZE.inc(pool_use(engine)[1])
    counts.STARTS.inc()
    note_errors(engine, lambda kind: counts.DATABASE_ERRORS.labels(kind).inc())
    requests = counts.Requests()

    def begin() -> None:
        g.counted_from = perf_counter()
        counts.IN_FLIGHT.inc()

    def count(response: Response) -> Response:
        route, seconds = request.endpoint or OTHER, perf_counter() - g.counted_from
        requests.add(route, request.method, response.status_code, seconds)
        counts.POOL_USED.set(pool_use(context().engine)[0])
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            counts.LIMITED.labels(route).inc()
        if request.method not in {"GET", "HEAD"}:
            _count_change(route, response.status_code)
        return response

    def end(_error: BaseException | None) -> None:
        counts.IN_FLIGHT.dec()

    app.before_request(begin)
    app.after_request(count)
    app.teardown_request(end)


def _count_change(route: str, status: int) -> None:
    from app.observability import counts

    if route in SAVED_BY:
        if status == HTTPStatus.CONFLICT:
            counts.STALE.labels(SAVED_BY[route]).inc()
        elif status < HTTPStatus.BAD_REQUEST:
            counts.KEPT.labels(SAVED_BY[route]).inc()
    if route == "home.begin" and status < HTTPStatus.BAD_REQUEST:
        counts.BEGUN.inc()
    if "finished" in g and status < HTTPStatus.BAD_REQUEST:
        counts.FINISHED.inc()
