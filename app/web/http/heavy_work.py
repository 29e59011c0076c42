"""Heavy work: limits how many plans, files and imports are made at once.

Such work takes from a tenth of a second to some seconds of processor time. Without a limit one
person could occupy every thread of a worker with it, and no page would be answered.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import BoundedSemaphore, Lock
from typing import Final

from flask import Flask, Response, g, has_request_context, request
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable, TooManyRequests

from app.web.auth import current_owner, has_owner
from app.web.http.errors import error_response, with_retry_after

AT_ONCE: Final = 1
"""Pieces of heavy work that run at once in a worker. Two get no more done, because one interpreter
runs both, light pages wait almost twice as long, and a long PDF takes 250 MB of memory."""
ADMITTED: Final = 10
"""Requests that do heavy work or wait to run, of a worker's 16 threads."""
WAITING: Final = 4
"""Further requests that wait to be admitted, or for another request of their owner.

Two threads are left whatever is asked.
"""
PER_OWNER: Final = 2
"""Heavy requests of one owner: one runs, one waits. Two windows may open a plan together."""
MAX_WAIT_SECONDS: Final = 2.0
"""How long a request waits for another one of its owner, and then again to run."""
MAX_ADMISSION_SECONDS: Final = 0.5
"""How long a request waits to be admitted. A class that opens its plans together gets in, a few at
a time."""
RETRY_SECONDS: Final = 3
"""Seconds after which a request that found no place may come again."""


class HeavyWorkBusy(ServiceUnavailable):
    """All places are taken: try again in some seconds."""


class OwnerBusy(TooManyRequests):
    """This owner has as much heavy work under way as one person may have."""


@dataclass(slots=True)
class _OwnersWork:
    """Heavy work of one owner: how many requests of it there are, and the one that may run."""

    requests: int = 0
    running: BoundedSemaphore = field(default_factory=BoundedSemaphore)


class HeavyWork:
    """The places for heavy work in one process."""

    def __init__(
        self,
        at_once: int,
        admitted: int,
        waiting: int,
        per_owner: int,
        max_wait: float,
        max_admission: float,
    ) -> None:
        self._running, self._admitted = BoundedSemaphore(at_once), BoundedSemaphore(admitted)
        self._let_in = BoundedSemaphore(admitted + waiting)
        self._per_owner, self._max_wait, self._max_admission = per_owner, max_wait, max_admission
        self._lock = Lock()
        self._owners: dict[int, _OwnersWork] = {}

    @contextmanager
    def place(self, owner: int | None) -> Iterator[None]:
        """Hold a place during the block; raise HeavyWorkBusy or OwnerBusy without one.

        Waits at most `max_wait` seconds for the owner's turn, `max_admission` to be admitted and
        `max_wait` to run. One piece of an owner's work runs at a time. None stands for somebody
        without an owner, who has no limit of their own: a class that opens one shared link is many
        people.
        """
        with (
            self._counted(owner) as owners_turn,
            _held(self._let_in, 0),
            _held(owners_turn, self._max_wait, OwnerBusy),
            _held(self._admitted, self._max_admission),
            _held(self._running, self._max_wait),
        ):
            yield

    @contextmanager
    def _counted(self, owner: int | None) -> Iterator[BoundedSemaphore]:
        """Count the block for its owner and give the owner's turn; OwnerBusy beyond the limit."""
        if owner is None:
            yield BoundedSemaphore()  # nobody else has it, so there is no wait
            return
        with self._lock:
            work = self._owners.setdefault(owner, _OwnersWork())
            if work.requests >= self._per_owner:
                raise OwnerBusy
            work.requests += 1
        try:
            yield work.running
        finally:
            with self._lock:
                work.requests -= 1
                if not work.requests:
                    del self._owners[owner]


@contextmanager
def _held(
    places: BoundedSemaphore,
    max_wait: float,
    refusal: type[HeavyWorkBusy | OwnerBusy] = HeavyWorkBusy,
) -> Iterator[None]:
    """Hold one of the places during the block; raise the refusal if none is free in time."""
    if not places.acquire(blocking=max_wait > 0, timeout=max_wait or None):
        raise refusal
    try:
        yield
    finally:
        places.release()


def install(app: Flask) -> None:
    """Register the error pages of requests that find no place."""
    app.register_error_handler(HeavyWorkBusy, _busy)
    app.register_error_handler(OwnerBusy, _owner_busy)


_places: Final = HeavyWork(
    AT_ONCE, ADMITTED, WAITING, PER_OWNER, MAX_WAIT_SECONDS, MAX_ADMISSION_SECONDS
)


@contextmanager
def heavy_work() -> Iterator[None]:
    """Hold a place for heavy work during the block.

    Nested calls share one place. Outside a request, such as in a command, none is needed.
    Raises HeavyWorkBusy or OwnerBusy, for which there are error pages.
    """
    if not has_request_context() or g.get("has_heavy_place"):
        yield
        return
    owner = current_owner() if has_owner() else None
    with _places.place(owner.id if owner else None):
        g.has_heavy_place = True
        try:
            yield
        finally:
            g.has_heavy_place = False


def _busy(_error: HeavyWorkBusy) -> Response:
    """Return the error page for a moment without a place. After a GET it loads itself again."""
    is_get = request.method == "GET"
    text = (
        _("This page loads itself again in a few seconds. Nothing of yours was changed.")
        if is_get
        else _("Go back and try again in a few seconds. Nothing of yours was changed.")
    )
    response = with_retry_after(
        error_response(
            HTTPStatus.SERVICE_UNAVAILABLE,
            _("The server is busy with plans and files just now"),
            text,
        ),
        RETRY_SECONDS,
    )
    if is_get:
        response.headers["Refresh"] = str(RETRY_SECONDS)
    return response


def _owner_busy(_error: OwnerBusy) -> Response:
    text = _(
        "Wait until the plans and files that you asked for are there, then open this one again. "
        "Nothing of yours was changed."
    )
    return with_retry_after(
        error_response(
            HTTPStatus.TOO_MANY_REQUESTS, _("You asked for several plans or files at once"), text
        ),
        RETRY_SECONDS,
    )
