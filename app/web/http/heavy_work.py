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


Refusal = type[HeavyWorkBusy] | type[OwnerBusy]


@dataclass(slots=True)
class _Work:
    """Heavy work of one owner or network: how many requests there are, and whose turn it is."""

    requests: int = 0
    turn: BoundedSemaphore = field(default_factory=BoundedSemaphore)


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
        self._per_owner, self._per_network = per_owner, admitted
        self._max_wait, self._max_admission = max_wait, max_admission
        self._lock = Lock()
        self._under_way: dict[int | str, _Work] = {}

    @contextmanager
    def place(self, whose: int | str | None) -> Iterator[None]:
        """Hold a place during the block; raise HeavyWorkBusy or OwnerBusy without one.

        Waits at most `max_wait` seconds for one's turn, `max_admission` to be admitted and
        `max_wait` to run. `whose` is an owner's id, or a network's fingerprint where many newcomers
        come from one address: one piece of each runs at a time. None has no limit of its own: a
        class that opens one shared link is many people.
        """
        refusal = OwnerBusy if isinstance(whose, int) else HeavyWorkBusy
        with (
            self._counted(whose, refusal) as turn,
            _held(self._let_in, 0),
            _held(turn, self._max_wait, refusal),
            _held(self._admitted, self._max_admission),
            _held(self._running, self._max_wait),
        ):
            yield

    @contextmanager
    def _counted(self, whose: int | str | None, refusal: Refusal) -> Iterator[BoundedSemaphore]:
        """Count the block and give the turn of its owner or network; refuse beyond the limit."""
        if whose is None:
            yield BoundedSemaphore()  # nobody else has it, so there is no wait
            return
        most = self._per_owner if isinstance(whose, int) else self._per_network
        with self._lock:
            work = self._under_way.setdefault(whose, _Work())
            if work.requests >= most:
                raise refusal
            work.requests += 1
        try:
            yield work.turn
        finally:
            with self._lock:
                work.requests -= 1
                if not work.requests:
                    del self._under_way[whose]


@contextmanager
def _held(
    places: BoundedSemaphore,
    max_wait: float,
    refusal: Refusal = HeavyWorkBusy,
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
def heavy_work(network: str | None = None) -> Iterator[None]:
    """Hold a place for heavy work during the block.

    It is counted for the owner, and for `network`, a fingerprint, where there is no owner.
    Nested calls share one place. Outside a request, such as in a command, none is needed.
    Raises HeavyWorkBusy or OwnerBusy, for which there are error pages.
    """
    if not has_request_context() or g.get("has_heavy_place"):
        yield
        return
    owner = current_owner() if has_owner() else None
    with _places.place(owner.id if owner else network):
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
        else _("Wait a few seconds, then send it again. Nothing of yours was changed.")
        if _is_form_kept()
        else _("Go back and try again in a few seconds. Nothing of yours was changed.")
    )
    response = _response(
        HTTPStatus.SERVICE_UNAVAILABLE, _("The server is busy with plans and files just now"), text
    )
    if is_get:
        response.headers["Refresh"] = str(RETRY_SECONDS)
    return response


def _owner_busy(_error: OwnerBusy) -> Response:
    text = (
        _(
            "Wait until the plans and files that you asked for are there, then send this again. "
            "Nothing of yours was changed."
        )
        if _is_form_kept()
        else _(
            "Wait until the plans and files that you asked for are there, then open this one "
            "again. Nothing of yours was changed."
        )
    )
    return _response(
        HTTPStatus.TOO_MANY_REQUESTS, _("You asked for several plans or files at once"), text
    )


def _is_form_kept() -> bool:
    """Return whether the error page holds what was typed. It cannot hold a file."""
    return request.method == "POST" and not request.files


def _response(status: HTTPStatus, title: str, text: str) -> Response:
    response = error_response(status, title, text, is_form_kept=_is_form_kept())
    return with_retry_after(response, RETRY_SECONDS)
