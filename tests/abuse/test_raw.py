"""A real server and bare connections: invalid and incomplete requests.

tests/server/test_behind_nginx.py has the clients that stall.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from config import read_settings
from tests.abuse.lines import HOST
from tests.abuse.scene import NAME, NOTE, id_of, owner_of_everything, rows_of, secret_of
from tests.abuse.test_fuzz import REQUESTS, SEED
from tests.abuse.wire import Wire, exchange
from tests.browser.server import Server, serving
from tests.conftest import context_of
from tests.support.databases import Environ, NewInstance

HEADERS = {64: b"200", 6 * 1024: b"200", 32 * 1024: b"431", 400 * 1024: b"431"}
"""Length of a header in bytes → the status of its request. nginx and gunicorn accept 8 KiB."""

STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)
WHOLE = b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def bystander(
    new_instance: NewInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Environ, str]]:
    """An instance's settings, and the cookie of somebody who has data of each kind there."""
    with new_instance(tmp_path_factory.mktemp("raw")) as environ:
        app = create_app(read_settings(environ))
        found = secret_of(owner_of_everything(app))
        context_of(app).engine.dispose()
        yield environ, found


@pytest.fixture(scope="module")
def server(bystander: tuple[Environ, str]) -> Iterator[Server]:
    with serving(Path(bystander[0]["ORIENTEER_INSTANCE"]), **bystander[0]) as found:
        yield found


@pytest.fixture(scope="module")
def port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


@pytest.mark.verify
def test_no_bytes_on_a_connection_break_the_server(
    server: Server, port: int, bystander: tuple[Environ, str]
) -> None:
    secret = bystander[1]
    wire, statuses, whose = Wire(SEED), Counter[int](), id_of(server.engine, secret)
    before, count = rows_of(server.engine, whose), REQUESTS // 10
    print(f"seed {SEED}: ABUSE_SEED={SEED} sends the same bytes again")
    for number in range(count):
        sent = wire.sent(number)
        told = exchange(port, sent)
        found = [int(status) for status in STATUS.findall(told)]
        assert not [status for status in found if status >= 500], f"{found}: {sent[:2000]!r}"
        assert not [
            each
            for each in (NAME, NOTE, secret, "do-not-echo", "Traceback")
            if each.encode() in told
        ], sent[:2000]
        statuses.update(found or [0])
    assert STATUS.findall(exchange(port, WHOLE)) == [b"200"]
    assert rows_of(server.engine, whose) == before
    assert {0, 200, 400, 404, 411} <= statuses.keys()
    print(f"{count} connections, statuses {dict(sorted(statuses.items()))}")


def test_a_header_may_be_long_and_not_without_end(port: int) -> None:
    told = {
        length: exchange(port, WHOLE.replace(HOST, HOST + b"X-Long: " + b"a" * length + b"\r\n"))
        for length in HEADERS
    }
    assert {length: STATUS.findall(each) for length, each in told.items()} == {
        length: [status] for length, status in HEADERS.items()
    }
