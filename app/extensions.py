"""Flask extensions, each bound to an application by its `init_app`."""

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_wtf import CSRFProtect

from app.fingerprints import network_fingerprint

babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=network_fingerprint, key_prefix="orienteer", swallow_errors=True)
"""A request that cannot be counted is logged and goes through. The fallback to memory does not
cover that: of several requests that wait for Redis when it stops, the first turns the fallback on
and the others raise."""


@limiter.request_filter
def is_health_check() -> bool:
    """Exempt health checks: while Redis is away, Flask-Limiter makes some requests wait for it."""
    return request.blueprint == "health"
