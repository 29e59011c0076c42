"""Hostile requests over every route get a clear response in time, with nobody else's data."""

import gc
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from urllib.parse import unquote_to_bytes, urlsplit

import pytest

from tests.abuse.hostile import Maker, Request
from tests.abuse.scene import COOKIE, NAME, NOTE, Scene
from tests.abuse.table import ROWS
from tests.support.visitor import Visitor

SEED = int(os.environ.get("ABUSE_SEED", "6"))
REQUESTS = int(os.environ.get("ABUSE_REQUESTS", "2000"))
"""How many requests four tests send. A tenth of them goes to a real server, see test_raw.py."""
SHARES = 4
"""Tests among which the requests are divided, each with its own seed."""
MORE_SHARES = 16
"""More tests of the same size."""
LONGEST_SECONDS = 20
LOOK_EVERY = 50
SENDERS = ("sender", "sender", "anonymous")
"""Somebody with data of each kind, or with none."""
INSIDE = (
    b"Traceback",
    b"/site-packages/",
    b"sqlalchemy",
    b"sqlite3",
    b"OperationalError",
    b"werkzeug.exceptions",
)


class TooLong(BaseException):
    """A time-out that the application cannot catch."""


@contextmanager
def within(seconds: int, what: object) -> Iterator[None]:
    """Turn a hanging request into a failure instead of the end of the run."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong(f"{what!r:.500} took longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def send(visitor: Visitor, request: Request, token: str) -> tuple[int, bytes]:
    """Send the request to the application. Return the status and the whole response."""
    headers, body, data = list(request.headers), request.body, {}
    if request.is_signed:
        headers.append(("X-CSRFToken", token))
    path, _, query = request.target.partition("?")
    line = {
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": request.target,
    }
    if request.kind:
        data = {"content_type": request.kind}
    response = visitor.client.open(
        "/", method=request.method, environ_overrides=line, headers=headers, data=body, **data
    )
    told = response.get_data() + str(response.headers).encode()
    place = urlsplit(response.headers.get("Location", ""))
    assert (place.hostname or "localhost").rstrip(".") == "localhost", (
        f"leads away: {request!r:.3000}"
    )
    assert not place.path.startswith(("//", "/\\")), f"leads away: {request!r:.3000}"
    response.close()
    return response.status_code, told


@pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.SpooledTemporaryFile:ResourceWarning")
@pytest.mark.verify
@pytest.mark.parametrize("share", range(SHARES + MORE_SHARES))
def test_nothing_that_is_sent_breaks_it_hangs_it_or_shows_what_is_anothers(
    stage: Scene, share: int
) -> None:
    stage.restore()
    before, secret = stage.owners, stage.secrets["owner"]
    assert secret
    private = [each.encode() for each in (NAME, NOTE, secret)]
    maker, statuses = Maker(SEED * 1000 + share), Counter[int]()
    print(f"seed {maker.seed}: ABUSE_SEED={SEED} makes the same requests again")
    count, slowest = REQUESTS * 9 // 10 // SHARES, 0.0
    for number in range(count):
        if number % LOOK_EVERY == 0:
            # Restore the sender's data too, so that there is always something to change.
            stage.restore()
            visitor = stage.come(SENDERS[number // LOOK_EVERY % len(SENDERS)])
            token = visitor.token
        request, begun = maker.request(), time.monotonic()
        with within(LONGEST_SECONDS, request):
            status, told = send(visitor, request, token)
        slowest = max(slowest, time.monotonic() - begun)
        statuses[status] += 1
        assert status < 500, f"{status}: {request!r:.3000}"
        assert not [each for each in private + list(INSIDE) if each in told], f"{request!r:.3000}"
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            assert stage.owners == before
    # Uploaded files of a refused body are closed here at the latest, which warns.
    gc.collect()
    assert stage.owners == before
    assert {200, 303, 400, 404, 405, 413} <= statuses.keys(), (
        "what is sent gets as far as it should"
    )
    print(
        f"{count} requests, statuses {dict(sorted(statuses.items()))}, the slowest {slowest:.2f} s"
    )


def test_every_route_is_asked_for() -> None:
    maker = Maker(SEED)
    asked = [maker.request() for _ in range(2000)]
    whole = {(request.method, request.target.partition("?")[0]) for request in asked}
    assert {(row.method, row.path) for row in ROWS if ".pdf" not in row.path} <= whole


def test_the_same_seed_makes_the_same_requests() -> None:
    first, second = Maker(SEED), Maker(SEED)
    assert [first.request() for _ in range(200)] == [second.request() for _ in range(200)]
    assert Maker(SEED + 1).request() != Maker(SEED).request()


def test_the_owner_of_the_cookie_would_be_shown_what_is_looked_for(stage: Scene) -> None:
    stage.restore()
    told = send(stage.come("owner"), Request("GET", "/assessments"), "")[1]
    told += send(stage.come("owner"), Request("GET", "/assessments/1/plan/steps/docker.3"), "")[1]
    assert NAME.encode() in told
    assert NOTE.encode() in told
    assert stage.come("owner").client.get_cookie(COOKIE)
