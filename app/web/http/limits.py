"""Rate limits. Secrets here are too long to guess, so limits only save work.

A page looks up first: what is right always opens, and only failures are counted and refused. Each
limit is counted by the network that a request came from, except links that an owner makes.
"""

import time
from math import ceil, inf
from threading import Lock
from typing import Final

from flask import Flask, current_app, g, request
from flask_limiter import RateLimitExceeded, RequestLimit

from app.extensions import fingerprint, limiter, network_fingerprint
from app.web.auth import has_owner, known_owner
from app.web.context import context_of
from app.web.http.request_checks import is_health_check
from config import MEMORY

REDIS_TIMEOUT: Final = 0.5
"""Seconds that a connection to Redis, or an answer from it, may take."""
LOG_INTERVAL: Final = 60
"""Seconds between two log lines about the same route."""
LOGGED_AT: Final = "orienteer.rate_limits_logged_at"
_log_lock: Final = Lock()


def _owner_fingerprint() -> str:
    return fingerprint(f"owner {known_owner().id}")


def _owner_or_network_fingerprint() -> str:
    return _owner_fingerprint() if has_owner() else network_fingerprint()


# While Redis is away, Flask-Limiter makes some requests wait for it; health checks must not wait.
limiter.request_filter(is_health_check)
new_owners = limiter.shared_limit("2000 per hour", scope="new owners", exempt_when=has_owner)
"""A whole school behind one address may start at once."""
wrong_return_codes = limiter.shared_limit("20 per minute", scope="wrong return codes")
wrong_links = limiter.shared_limit("60 per minute", scope="wrong links")
bad_imports = limiter.shared_limit("20 per minute", scope="bad imports")
imports = limiter.shared_limit(
    "60 per minute", scope="imports", key_func=_owner_or_network_fingerprint
)
"""Files that were read, by owner, or by network for new visitors: a class imports its files within
the same minute."""
new_links = limiter.shared_limit("60 per minute", scope="new links", key_func=_owner_fingerprint)
"""By owner, so that nobody else at the address is slowed."""


def install(app: Flask) -> None:
    """Count in the Redis of ORIENTEER_LIMIT_STORE; in memory without one or while it is away."""
    store = context_of(app).settings.limit_store
    app.config.update(RATELIMIT_STORAGE_URI=store, RATELIMIT_ON_BREACH_CALLBACK=_on_breach)
    if store != MEMORY:
        app.config.update(
            RATELIMIT_STORAGE_OPTIONS={
                "socket_timeout": REDIS_TIMEOUT,
                "socket_connect_timeout": REDIS_TIMEOUT,
            },
            RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
        )
    app.extensions[LOGGED_AT] = {}
    limiter.init_app(app)


def retry_after(error: RateLimitExceeded) -> int:
    """Return the seconds until the window ends, from 1 to the window's length."""
    window = error.limit.limit.get_expiry()
    reset_at: float = g.get("rate_limit_reset_at", inf)
    return ceil(max(1, min(window, reset_at - time.time())))


def _on_breach(breached: RequestLimit) -> None:
    """Log that a limit was reached, and note when its window ends.

    Here and not in the error handler, because Flask-Limiter's fallback covers a Redis that stops
    answering only until it has raised.
    """
    if _is_log_due(request.endpoint or ""):
        current_app.logger.warning("rate limit reached at %s: %s", request.endpoint, breached.limit)
    g.rate_limit_reset_at = breached.reset_at


def _is_log_due(route: str) -> bool:
    """Return whether the route was not logged lately, so that no client can fill a disk."""
    logged_at: dict[str, float] = current_app.extensions[LOGGED_AT]
    now = time.monotonic()
    with _log_lock:
        is_due = now - logged_at.get(route, -inf) >= LOG_INTERVAL
        if is_due:
            logged_at[route] = now
    return is_due
