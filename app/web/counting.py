"""Where requests are counted: in this process, or in a store that all nodes share."""

import logging
import time
from collections.abc import Callable
from typing import Final, TypeVar

from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from config import MEMORY

STORE_SECONDS: Final = 0.5
"""How long a shared store may take to answer."""
REST_SECONDS: Final = 10
"""How long it is left alone after it has not."""
T = TypeVar("T")


class Counts:
    """What was counted: in the shared store, or in this process where there is none or while it does not answer.

    A store that is gone so neither locks anybody out nor opens the door to guessing: each process holds the same limits by itself.
    """

    def __init__(self, store: str) -> None:
        self._own: RateLimiter = FixedWindowRateLimiter(MemoryStorage())
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
