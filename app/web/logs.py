"""A number for each request, and a line of the log about it: its route and never its address, nor anything that somebody sent."""

import logging
import re
import secrets
from time import perf_counter
from typing import Any, Final

from flask import Flask, Response, current_app, has_request_context, request

from app.storage.slow import note_slow
from app.watch.log_config import method_named
from app.watch.unexpected import told
from app.web.context import context, context_of

HEADER: Final = "X-Request-ID"
SANE: Final = re.compile(r"[0-9A-Za-z_-]{8,64}")
ID_BYTES: Final = 8
NUMBER: Final = "orienteer.request"
BEGAN: Final = "orienteer.began"
MILLISECONDS: Final = 1000
log = logging.getLogger("orienteer")


def install(app: Flask) -> None:
    """Note errors and slow statements; with `ORIENTEER_LOG=json`, each request."""
    app.logger.addFilter(_describe_error)
    found = context_of(app)
    if found.settings.slow_query_ms:
        note_slow(found.engine, found.settings.slow_query_ms / MILLISECONDS, _slow)
    if found.settings.log == "json":
        app.before_request(_begin)
        app.after_request(_note)


def request_id() -> str:
    """This request's number: a trusted proxy's, if it is a sane one, else made."""
    known: str | None = request.environ.get(NUMBER)
    if known is None:
        told = request.headers.get(HEADER, "") if context().settings.proxies else ""
        known = request.environ[NUMBER] = (
            told if SANE.fullmatch(told) else secrets.token_hex(ID_BYTES)
        )
    return known


def note_error(error: Exception) -> str:
    """Log an unexpected error, and return the number under which it stands in the log."""
    current_app.logger.error("unexpected error", exc_info=error)
    return request_id()


def _describe_error(record: logging.LogRecord) -> bool:
    """Replace the words of a record about an exception by the request's route, its number and the exception's places.

    Flask's own records hold the address, and an exception's message may hold what was typed.
    """
    if record.exc_info and record.exc_info[1] and has_request_context():
        fields, places = _where(), told(record.exc_info[1])
        record.msg = "unexpected error at %s %s, request %s\n%s"
        record.args = (fields["method"], fields["route"], fields["request"], places)
        record.exc_info = None
        record.__dict__.update(
            event="unexpected error", fields=fields | {"error": places.splitlines()}
        )
    return True


def _begin() -> None:
    request.environ[BEGAN] = perf_counter()


def _note(response: Response) -> Response:
    """A line about the request, and its number for whoever asked, so that a proxy's line can be laid beside it."""
    began = request.environ.get(BEGAN)
    fields = _where() | {"status": response.status_code}
    if began is not None:
        fields["ms"] = _milliseconds(perf_counter() - began)
    log.info("request", extra={"fields": fields})
    response.headers[HEADER] = request_id()
    return response


def _slow(statement: str, seconds: float) -> None:
    fields = (_where() if has_request_context() else {}) | {
        "ms": _milliseconds(seconds),
        "statement": statement,
    }
    log.warning(
        "slow statement: %(ms)s ms at %(route)s: %(statement)s",
        {"route": None} | fields,
        extra={"event": "slow statement", "fields": fields},
    )


def _where() -> dict[str, Any]:
    return {
        "request": request_id(),
        "route": request.endpoint,
        "method": method_named(request.method),
    }


def _milliseconds(seconds: float) -> float:
    return round(seconds * MILLISECONDS, 1)
