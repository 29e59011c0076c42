"""A real server and bare connections: what is no request, what is cut short, and who sends a body and never ends it."""

import re
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app import create_app
from app.headers import HEADERS
from config import read_settings
from tests.abuse.lines import FORM, HOST
from tests.abuse.scene import NAME, NOTE, id_of, owner_of_everything, rows_of, secret_of
from tests.abuse.test_fuzz import REQUESTS, SEED
from tests.abuse.wire import Wire, exchange, read
from tests.browser.server import Server, serving
from tests.conftest import context_of
from tests.databases import Environ, NewInstance

LONG = [b"a" * 64, b"a" * 32 * 1024, b"a" * 400 * 1024]
"""What a header may hold, and what none may: as often as there are connections, that would be more memory than a machine has."""

STATUS = re.compile(rb"^HTTP/1\.[01] (\d{3})", re.MULTILINE)
LONGEST = 60
HELD = 40
"""More than the server has threads."""
HALF = b"POST /assessments HTTP/1.1\r\n" + HOST + FORM + b"Content-Length: 500\r\n\r\ncsrf"
WHOLE = b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def bystander(new_instance: NewInstance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Environ, str]]:
    """An instance's settings, and the cookie of somebody who has something of each kind there."""
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


def test_no_bytes_on_a_connection_break_the_server_and_no_body_that_never_ends_holds_it_up(
    server: Server, port: int, bystander: tuple[Environ, str]
) -> None:
    """Each such body once held a thread for as long as its sender pleased, and sixteen of them all that there are."""
    secret = bystander[1]
    wire, statuses, whose = Wire(SEED), Counter[int](), id_of(server.engine, secret)
    before, count = rows_of(server.engine, whose), REQUESTS // 10
    print(f"seed {SEED}: ABUSE_SEED={SEED} sends the same bytes again")
    with ExitStack() as stack:
        held = [stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=LONGEST)) for _ in range(HELD)]
        for each in held:
            each.sendall(HALF)
        for number in range(count):
            sent = wire.sent(number)
            told = exchange(port, sent)
            found = [int(status) for status in STATUS.findall(told)]
            assert not [status for status in found if status >= 500], f"{found}: {sent[:2000]!r}"
            assert not [each for each in (NAME, NOTE, secret, "do-not-echo", "Traceback") if each.encode() in told], sent[:2000]
            statuses.update(found or [0])
        assert STATUS.findall(exchange(port, WHOLE)) == [b"200"]
        given_up = {tuple(STATUS.findall(told)): told for told in map(read, held)}
        assert given_up.keys() == {(b"408",)}, "and each is given up in the end"
        assert not [each for each in HEADERS.items() if "{}: {}\r\n".format(*each).lower() not in given_up[b"408",].decode().lower()]
    assert rows_of(server.engine, whose) == before
    assert {0, 200, 400, 404, 411} <= statuses.keys()
    print(f"{count} connections, statuses {dict(sorted(statuses.items()))}")


def test_a_header_may_be_long_and_not_without_end(port: int) -> None:
    told = [exchange(port, WHOLE.replace(HOST, HOST + b"X-Long: " + each + b"\r\n")) for each in LONG]
    assert [STATUS.findall(each) for each in told] == [[b"200"], [b"200"], [b"431"]]
