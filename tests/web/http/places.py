"""Places for heavy work in tests, and holding them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from app.web.http.heavy_work import HeavyWork

WAIT = 0.05
"""Seconds that a request waits for a place."""


def places(at_once: int = 1, admitted: int = 2, per_owner: int = 2) -> HeavyWork:
    return HeavyWork(at_once, admitted, 1, per_owner, WAIT, WAIT)


@contextmanager
def taken(work: HeavyWork, *whose: int | str | None) -> Iterator[None]:
    """Hold a place for each owner or network, in order."""
    with ExitStack() as stack:
        for each in whose:
            stack.enter_context(work.place(each))
        yield
