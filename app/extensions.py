"""Flask extensions, each bound to an application by its `init_app`.

Requests are counted by keyed fingerprints, so that nobody's address is stored.
"""

import hashlib
import hmac
from datetime import UTC, datetime
from ipaddress import IPv6Address, ip_address
from typing import Final

from flask import current_app, request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_wtf import CSRFProtect

FINGERPRINT_BYTES: Final = 16
IPV6_NETWORK_BITS: Final = 64
"""One household or school gets a whole /64."""


def fingerprint(subject: str) -> str:
    """Return an HMAC of the subject, keyed with SECRET_KEY; a different one each UTC day."""
    day = datetime.now(UTC).date().isoformat()
    key = current_app.config["SECRET_KEY"].encode()
    return (
        hmac.new(key, f"limits {day} {subject}".encode(), hashlib.sha256)
        .digest()[:FINGERPRINT_BYTES]
        .hex()
    )


def network_fingerprint() -> str:
    """Return the fingerprint of the network that the request came from."""
    return fingerprint(_network(request.remote_addr or ""))


def _network(address: str) -> str:
    """Return an IPv4 address, the /64 network of an IPv6 address, or anything else unchanged."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or int(parsed) >> IPV6_NETWORK_BITS)


babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=network_fingerprint, key_prefix="orienteer", swallow_errors=True)
"""A request that cannot be counted is logged and goes through. The fallback to memory does not
cover that: of several requests that wait for Redis when it stops, the first turns the fallback on
and the others raise."""
