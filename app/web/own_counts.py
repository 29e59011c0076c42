"""What is counted in this process, with what is over let go once in a while."""

import time
from threading import main_thread
from typing import Final

from limits.storage import MemoryStorage

LOOK_SECONDS: Final = 60


class OwnCounts(MemoryStorage):
    """The library's, which by itself begins a thread at each hit to look for what is over: that takes longer than the hit.

    So it is told that such a thread is alive, as long as the process is, and a hit looks itself, once a minute.
    """

    def __init__(self) -> None:
        super().__init__()
        self.timer = main_thread()  # type: ignore[assignment]  # only asked whether it is alive
        self._look_at = time.monotonic() + LOOK_SECONDS

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """One more of that name; how many there are then."""
        if (now := time.monotonic()) >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            for each in [*self.expirations]:
                self.get(each)  # which lets go of what is over
        return super().incr(key, expiry, amount)
