"""What the pages do is counted where Prometheus may ask (ORIENTEER_METRICS); nowhere else does a request pay for it."""

from collections.abc import Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, request

from app.storage.slow import note_errors, pool_use
from app.watch.log_config import OTHER
from app.web.context import context, context_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from app.watch.counts import Requests

BEGAN: Final = "orienteer.counted_from"
STALE, TOO_OFTEN, FIRST_ERROR = 409, 429, 400
KEEPS: Final = {
    "questionnaire.keep_one": "script",
    "questionnaire.keep": "form",
    "questionnaire.review.finish": "form",
}
"""Routes that keep answers, and who sends them there."""


def install(app: Flask) -> None:
    if context_of(app).settings.metrics is None:
        return
    from app.watch import counts

    counts.POOL_SIZE.inc(pool_use(context_of(app).engine)[1])
    counts.STARTS.inc()
    note_errors(context_of(app).engine, lambda kind: counts.DATABASE_ERRORS.labels(kind).inc())
    requests, inner = counts.Requests(), app.wsgi_app

    def counted(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ[BEGAN] = perf_counter()
        counts.IN_FLIGHT.inc()
        try:
            return inner(environ, start_response)
        finally:
            counts.IN_FLIGHT.dec()

    def count(response: Response) -> Response:
        _count(requests, response)
        return response

    app.wsgi_app = counted  # type: ignore[method-assign]  # Flask's way
    app.after_request(count)


def _count(requests: "Requests", response: Response) -> None:
    from app.watch import counts

    route, status = request.endpoint or OTHER, response.status_code
    requests.add(route, request.method, status, perf_counter() - request.environ[BEGAN])
    counts.POOL_USED.set(pool_use(context().engine)[0])
    if status == TOO_OFTEN:
        counts.LIMITED.labels(route).inc()
    if request.method in {"GET", "HEAD"}:
        return
    if route in KEEPS:
        if status == STALE:
            counts.STALE.labels(KEEPS[route]).inc()
        elif status < FIRST_ERROR:
            counts.KEPT.labels(KEEPS[route]).inc()
    if route == "home.begin" and status < FIRST_ERROR:
        counts.BEGUN.inc()
    if "finished" in g and status < FIRST_ERROR:
        counts.FINISHED.inc()
