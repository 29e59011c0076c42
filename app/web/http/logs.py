"""Request numbers and log lines: the route of a request, never its address or content."""

import logging
import re
import secrets
from time import perf_counter
from typing import Any, Final

from flask import Flask, Response, current_app, g, has_request_context, request

from app.observability.log_config import method_named, remove_exception_message
from app.storage.databases.monitoring import note_slow
from app.web.context import context, context_of

HEADER: Final = "X-Request-ID"
VALID_ID: Final = re.compile(r"[0-9A-Za-z_-]{8,64}")
ID_BYTES: Final = 8
MILLISECONDS: Final = 1000
log = logging.getLogger("orienteer")


def install(app: Flask) -> None:
    """Log errors and slow statements; with `ORIENTEER_LOG=json`, each request."""
    app.logger.addFilter(_describe_error)
    engine, settings = context_of(app).engine, context_of(app).settings
    if settings.slow_query_ms:
        note_slow(engine, settings.slow_query_ms / MILLISECONDS, _log_slow_statement)
    if settings.log == "json":
        app.before_request(_start_clock)
        app.after_request(_log_request)


def request_id() -> str:
    """Return this request's number: a trusted proxy's, when it is valid, else a new one."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "") if context().settings.proxies else ""
        g.request_id = given if VALID_ID.fullmatch(given) else secrets.token_hex(ID_BYTES)
    return str(g.request_id)


def note_error(error: Exception) -> str:
    """Log an unexpected error, and return the number under which it stands in the log."""
    current_app.logger.error("unexpected error", exc_info=error)
    return request_id()


def _describe_error(record: logging.LogRecord) -> bool:
    """Name route and number of the request in a record about an exception.

    Flask's own records hold the address.
    """
    if record.exc_info and has_request_context():
        remove_exception_message(record)
        fields = _request_fields()
        record.msg = "unexpected error at %s %s, request %s"
        record.args = (fields["method"], fields["route"], fields["request"])
        record.__dict__.update(event="unexpected error", fields=fields)
    return True


def _start_clock() -> None:
    g.started = perf_counter()


def _log_request(response: Response) -> Response:
    """Log the request, and send its number, so that a proxy's log line can be compared."""
    fields = _request_fields() | {"status": response.status_code}
    if "started" in g:
        fields["ms"] = _milliseconds(perf_counter() - g.started)
    log.info("request", extra={"fields": fields})
    response.headers[HEADER] = request_id()
    return response


def _log_slow_statement(statement: str, seconds: float) -> None:
    fields = (_request_fields() if has_request_context() else {}) | {
        "ms": _milliseconds(seconds),
        "statement": statement,
    }
    log.warning(
        "slow statement: %(ms)s ms at %(route)s: %(statement)s",
        {"route": None} | fields,
        extra={"event": "slow statement", "fields": fields},
    )


def _request_fields() -> dict[str, Any]:
    return {
        "request": request_id(),
        "route": request.endpoint,
        "method": method_named(request.method),
    }


def _milliseconds(seconds: float) -> float:
    return round(seconds * MILLISECONDS, 1)
