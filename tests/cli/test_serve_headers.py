"""What the server answers without its application carries the headers of every answer."""

import http.client
import select
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app.cli.gateway import LARGEST, ROOM
from app.headers import HEADERS
from tests.server.behind import Door, door

PART = b"x" * 4_000_000
CHUNKED = b"Transfer-Encoding: chunked\r\n"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with door(tmp_path_factory.mktemp("headers")) as running:
        yield running


def sent(to: Door, header: bytes = b"", body: bytes = b"", path: bytes = b"/x") -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", to.port), timeout=20)
    connection.sendall(b"POST " + path + b" HTTP/1.1\r\nHost: localhost\r\n" + header + b"\r\n" + body)
    return connection


def cut_short(to: Door) -> socket.socket:
    connection = sent(to, b"Content-Length: 3\r\n", b"ab")
    connection.shutdown(socket.SHUT_WR)
    return connection


def in_chunks(to: Door) -> socket.socket:
    return sent(to, CHUNKED, b"5\r\nab=cd\r\n0\r\n\r\n")


def in_chunks_cut_short(to: Door) -> socket.socket:
    connection = sent(to, CHUNKED, b"5\r\nab")
    connection.shutdown(socket.SHUT_WR)
    return connection


def in_chunks_and_of_a_length(to: Door) -> socket.socket:
    return sent(to, b"Content-Length: 5\r\n" + CHUNKED, b"5\r\nab=cd\r\n0\r\n\r\n")


def broken_off(to: Door) -> socket.socket:
    return sent(to, path=b"/parts/3/fails")


@pytest.mark.parametrize(("ask", "status"), [(cut_short, 400), (in_chunks, 411), (broken_off, 500)])
def test_it_is_as_safe_as_any_other(found: Door, ask: Callable[[Door], socket.socket], status: int) -> None:
    with ask(found) as connection:
        assert told(connection) == (status, HEADERS)


@pytest.mark.parametrize("ask", [in_chunks, in_chunks_cut_short, in_chunks_and_of_a_length])
def test_who_does_not_say_how_long_a_body_is_does_not_reach_the_application(found: Door, ask: Callable[[Door], socket.socket]) -> None:
    """The server tells one that is cut off from one that is whole by its length alone."""
    before = found.begun()
    with ask(found) as connection:
        assert told(connection) == (411, HEADERS)
    assert found.begun() == before


def test_so_it_is_where_there_is_no_room_for_one_more(found: Door) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(sent(found, b"Content-Length: %d\r\n" % LARGEST, PART)) for _ in range(ROOM // len(PART) + 1)]
        answered = select.select(held, [], [], 20)[0]
        assert [told(each) for each in answered] == [(503, HEADERS)]


def told(connection: socket.socket) -> tuple[int, dict[str, str | None]]:
    """The status, and what the answer says under the names of these headers."""
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status, {name: answer.getheader(name) for name in HEADERS}
