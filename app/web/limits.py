"""How often something may be asked for from one address. Nobody's address is kept: what is counted has a keyed fingerprint for a name."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from ipaddress import IPv6Address, ip_address
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING, Final, ParamSpec, cast

from flask import after_this_request, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.web.context import context

if TYPE_CHECKING:
    from limits import RateLimitItem

    from app.web.counting import Counts

SECONDS_A_MINUTE = 60
NAME: Final = "limits"
MAKING: Final = Lock()
P = ParamSpec("P")
SIMPLE: Final = {"GET", "HEAD", "OPTIONS"}
FIRST_ERROR: Final = 400
FIRST_FAULT: Final = 500
"""From here on nobody has guessed wrong: the fault is ours."""
NETWORK_BITS: Final = 64
"""One household has as many addresses as these leave open (IPv6)."""
KEY_BYTES: Final = 16


@dataclass(frozen=True)
class Limit:
    """So many of one kind from one address; where only errors count, right ones are free until there were too many wrong ones."""

    most: str
    only_errors: bool = False
    reading_too: bool = False

    @cached_property
    def items(self) -> "list[RateLimitItem]":
        """The same as the library has it."""
        from limits import parse_many

        return parse_many(self.most)


LIMITS: Final = {
    "begin": Limit("2000 per hour"),  # whole schools sit behind one address, and begin together
    "return": Limit("20 per minute; 120 per hour", only_errors=True),
    "import": Limit("60 per minute; 200 per hour"),  # a class brings its files in one minute; they are read one at a time
    "share": Limit("600 per hour"),
    "shared": Limit("60 per minute; 600 per hour", only_errors=True, reading_too=True),
}
"""Beginning an assessment, entering return codes, importing, making links, opening them."""
TOLD: Final = Limit("1 per minute")
"""How often it is noted that a limit was reached: whoever reaches it must not fill the disk."""


class TooMany(TooManyRequests):
    """Too many of one kind came from this address; `seconds` says when the next is taken (1 to 3,600)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        """The same in whole minutes, the last one begun."""
        return ceil(self.seconds / SECONDS_A_MINUTE)


def limited(name: str) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, ResponseReturnValue]]:
    """A route that is taken only as often as LIMITS[name] says; reading is free where that says nothing else. TooMany: not now."""
    limit = LIMITS[name]

    def wrap(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
        @wraps(view)
        def counted(*given: P.args, **named: P.kwargs) -> ResponseReturnValue:
            if limit.reading_too or request.method not in SIMPLE:
                _count(name, limit)
            return view(*given, **named)

        return counted

    return wrap


def address_key() -> str:
    """A name for where the request comes from that says nothing of it: keyed, and another one each day."""
    day = datetime.now(UTC).date().isoformat()
    secret = context().settings.secret_key.encode()
    return hmac.new(secret, f"limits {day} {_network(request.remote_addr or '')}".encode(), hashlib.sha256).digest()[:KEY_BYTES].hex()


def counts() -> "Counts":
    """The application's. The library that counts is brought in with the first request that is counted: a start needs it for nothing.

    By one thread: of two, one would find the store's own library half read.
    """
    made = current_app.extensions
    if NAME not in made:
        with MAKING:
            if NAME not in made:
                from app.web.counting import Counts

                made[NAME] = Counts(context().settings.limit_store)
    return cast("Counts", made[NAME])


def _count(name: str, limit: Limit) -> None:
    """Count this request, or its answer where only errors count. TooMany: there is no room for it."""
    counted, key, items = counts(), address_key(), limit.items
    ask = counted.has_room if limit.only_errors else counted.add
    full = [item for item in items if not ask(item, name, key)]
    if full:
        if counted.add(TOLD.items[0], "told", name):
            current_app.logger.warning("too many requests of the kind %s from one address", name)
        ends = max(counted.ends(item, name, key) for item in full)
        raise TooMany(max(1, ceil(ends - time.time())))
    if limit.only_errors:

        @after_this_request
        def count_error(answer: Response) -> Response:
            if FIRST_ERROR <= answer.status_code < FIRST_FAULT:
                for item in items:
                    counted.add(item, name, key)
            return answer


def _network(address: str) -> str:
    """The part of an address that one household or school has to itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or int(found) >> NETWORK_BITS)
