"""How often something may be asked for from one address. Nobody's address is kept: what is counted has a keyed fingerprint for a name."""

import hmac
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, wraps
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Final, ParamSpec, TypeVar

from flask import Flask, after_this_request, current_app, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItem, parse, parse_many
from limits.errors import StorageError
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.web.context import context
from app.web.own_counts import OwnCounts
from config import MEMORY

SECONDS_A_MINUTE = 60
P = ParamSpec("P")
T = TypeVar("T")
SIMPLE: Final = {"GET", "HEAD", "OPTIONS"}
FIRST_ERROR: Final = 400
FIRST_FAULT: Final = 500
"""From here on nobody has guessed wrong: the fault is ours."""
STORE_SECONDS: Final = 0.5
"""How long a shared store may take to answer."""
REST_SECONDS: Final = 10
"""How long it is left alone after it has not."""
NETWORK_BITS: Final = 64
"""One household has as many addresses as these leave open (IPv6)."""
KEY_BYTES: Final = 16
TOLD: Final = parse("1 per minute")
"""How often it is noted that a limit was reached: whoever reaches it must not fill the disk."""


@dataclass(frozen=True)
class Limit:
    """So many of one kind from one address; where only errors count, right ones are free until there were too many wrong ones."""

    most: str
    only_errors: bool = False
    reading_too: bool = False

    @cached_property
    def items(self) -> list[RateLimitItem]:
        """The same as the library has it."""
        return parse_many(self.most)


LIMITS: Final = {
    "begin": Limit("2000 per hour"),  # whole schools sit behind one address, and begin together
    "return": Limit("20 per minute; 120 per hour", only_errors=True),
    "import": Limit("60 per minute; 200 per hour"),  # a class brings its files in one minute; they are read one at a time
    "share": Limit("600 per hour"),
    "shared": Limit("60 per minute; 600 per hour", only_errors=True, reading_too=True),
}
"""Beginning an assessment, entering return codes, importing, making links, opening them."""


class TooMany(TooManyRequests):
    """Too many of one kind came from this address; `seconds` says when the next is taken (1 to 3,600)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(retry_after=seconds)
        self.seconds = seconds

    @property
    def minutes(self) -> int:
        """The same in whole minutes, the last one begun."""
        return ceil(self.seconds / SECONDS_A_MINUTE)


class Counts:
    """What was counted: in the shared store, or in this process where there is none or while it does not answer.

    A store that is gone so neither locks anybody out nor opens the door to guessing: each process holds the same limits by itself.
    """

    def __init__(self, store: str) -> None:
        self._own: RateLimiter = FixedWindowRateLimiter(OwnCounts())
        self._shared: RateLimiter | None = None
        self._rests_until = 0.0
        if store != MEMORY:
            self._shared = FixedWindowRateLimiter(
                RedisStorage(
                    store,
                    key_prefix="orienteer",
                    wrap_exceptions=True,
                    socket_timeout=STORE_SECONDS,
                    socket_connect_timeout=STORE_SECONDS,
                )
            )

    def add(self, item: RateLimitItem, *names: str) -> bool:
        """Count one more; whether that was still within the limit."""
        return self._asked(lambda counts: counts.hit(item, *names))

    def has_room(self, item: RateLimitItem, *names: str) -> bool:
        """Whether one more would be within the limit."""
        return self._asked(lambda counts: counts.test(item, *names))

    def ends(self, item: RateLimitItem, *names: str) -> float:
        """When the limit is fresh again, in seconds since 1970."""
        return self._asked(lambda counts: counts.get_window_stats(item, *names).reset_time)

    def _asked(self, ask: Callable[[RateLimiter], T]) -> T:
        if self._shared and time.monotonic() >= self._rests_until:
            try:
                return ask(self._shared)
            except StorageError as error:
                self._rests_until = time.monotonic() + REST_SECONDS
                sentence = "ORIENTEER_LIMIT_STORE does not answer (%s): this process counts by itself for %s s"
                logging.getLogger(__name__).warning(sentence, type(error.__cause__).__name__, REST_SECONDS)
        return ask(self._own)


def install(app: Flask) -> None:
    app.extensions["limits"] = Counts(app.extensions["orienteer"].settings.limit_store)


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
    return hmac.digest(secret, f"limits {day} {_network(request.remote_addr or '')}".encode(), "sha256")[:KEY_BYTES].hex()


def _count(name: str, limit: Limit) -> None:
    """Count this request, or its answer where only errors count. TooMany: there is no room for it."""
    counts: Counts = current_app.extensions["limits"]
    key, items = address_key(), limit.items
    ask = counts.has_room if limit.only_errors else counts.add
    full = [item for item in items if not ask(item, name, key)]
    if full:
        if counts.add(TOLD, "told", name):
            current_app.logger.warning("too many requests of the kind %s from one address", name)
        ends = max(counts.ends(item, name, key) for item in full)
        raise TooMany(max(1, ceil(ends - time.time())))
    if limit.only_errors:

        @after_this_request
        def count_error(answer: Response) -> Response:
            if FIRST_ERROR <= answer.status_code < FIRST_FAULT:
                for item in items:
                    counts.add(item, name, key)
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
