"""What comes between the server's connections and the application: bodies whole, in time and within bounds, headers as WSGI names them."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from werkzeug import Request

from app.cli import gateway as door
from app.cli.environ import environ_of
from app.cli.gateway import Room, gateway

T = TypeVar("T")
CHUNKED = ("transfer-encoding", "chunked")


class Connection:
    """A body that comes in parts, and what is answered; with `stays` it never ends."""

    def __init__(self, *parts: bytes, stays: bool = False) -> None:
        self.parts, self.stays = parts, stays
        self.status, self.headers, self.content = 0, [], b""
        self.read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            self.read += len(part)
            yield part
        if self.stays:
            await asyncio.Event().wait()

    def response_empty(self, status: int, headers: list[Any]) -> None:
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status: int, headers: list[Any], content: bytes) -> None:
        self.status, self.headers, self.content = status, headers, content


def length(of: int) -> tuple[str, str]:
    return "content-length", str(of)


def scope(*headers: tuple[str, str], path: str = "/", query: str = "") -> Any:
    line = {"method": "POST", "path": path, "query_string": query, "scheme": "http", "http_version": "1.1", "authority": None}
    return SimpleNamespace(**line, server="127.0.0.1:8000", client="127.0.0.1:9", headers=dict_of(headers))


def dict_of(headers: Sequence[tuple[str, str]]) -> Any:
    return SimpleNamespace(items=lambda: list(headers))


def echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """Answers with what it was sent."""
    content = environ["wsgi.input"].read()
    headers = [("X-Length", environ.get("CONTENT_LENGTH", "none")), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start("200 OK", [*headers, ("Content-Length", str(len(content)))])
    return [content]


def answer(connection: Connection, *headers: tuple[str, str], seconds: float = 20) -> Connection:
    run(gateway(echo, 2, seconds)(scope(*headers), connection))  # type: ignore[arg-type]
    return connection


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread of its own: where the browser's tests went before, this one has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def test_a_body_is_handed_over_whole() -> None:
    told = answer(Connection(b"ab", b"c"), length(3))
    assert (told.status, told.content, dict(told.headers)["x-length"]) == (200, b"abc", "3")
    assert [value for name, value in told.headers if name == "set-cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize("also", [(), (length(3),)])
def test_of_one_that_comes_in_chunks_nothing_is_read(also: tuple[tuple[str, str], ...]) -> None:
    """Where a length is told too, the chunks count and not that."""
    told = answer(Connection(b"abc", stays=True), *also, CHUNKED)
    assert (told.status, told.read, told.headers) == (411, 0, door.OWN)


def test_an_answer_of_no_told_length_is_told_its_own() -> None:
    def parts(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return iter([b"ab", b"c"])

    told = Connection()
    run(gateway(parts, 2)(scope(), told))  # type: ignore[arg-type]
    assert (told.content, told.headers) == (b"abc", [("content-length", "3")])


def test_the_application_reads_a_form_that_comes_in_parts() -> None:
    def names(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return [Request(environ).form["name"].encode()]

    told = Connection(b"na", b"me=ab")
    run(gateway(names, 2)(scope(length(7), ("content-type", "application/x-www-form-urlencoded")), told))  # type: ignore[arg-type]
    assert (told.status, told.content) == (200, b"ab")


def test_without_a_body_nothing_is_waited_for() -> None:
    assert answer(Connection(stays=True)).status == 200


def test_one_that_never_ends_is_given_up() -> None:
    assert answer(Connection(b"ab", stays=True), length(9), seconds=0.01).status == 408


class Slow(Connection):
    """Each part comes a second after the one before, by the loop's own clock."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        loop, began = asyncio.get_running_loop(), asyncio.get_running_loop().time()
        for second, part in enumerate(self.parts, 1):
            loop.time = lambda at=began + second: at  # type: ignore[method-assign, misc]
            for _ in range(2):  # what is due by now is done
                await asyncio.sleep(0)
            yield part


def test_a_large_one_may_take_as_long_as_a_slow_phone_needs_and_one_that_trickles_may_not() -> None:
    parts = [b"x" * door.SLOWEST] * (4 * 1024 * 1024 // door.SLOWEST)
    assert answer(Slow(*parts), length(4 * 1024 * 1024)).status == 200
    assert answer(Slow(*[b"x"] * 19), length(19)).status == 200
    assert answer(Slow(*[b"x"] * 30), length(30)).status == 408


def test_one_that_ends_too_soon_is_not_taken_for_whole() -> None:
    assert answer(Connection(b"ab"), length(3)).status == 400


def test_one_that_says_it_is_too_large_is_not_read() -> None:
    told = answer(Connection(stays=True), length(door.LARGEST + 1))
    assert (told.status, dict(told.headers)["x-length"]) == (200, str(door.LARGEST + 1)), "the application sees its length, and refuses it"


def test_large_ones_together_have_so_much_room_and_small_ones_always() -> None:
    async def crowd() -> list[int]:
        serve, large = gateway(echo, 2, 5), [Connection(b"x" * door.SMALL, b"x" * 4_000_000, stays=True) for _ in range(20)]
        waiting = [asyncio.create_task(serve(scope(length(4_100_000)), each)) for each in large]  # type: ignore[arg-type]
        await asyncio.sleep(0)
        small = Connection(b"x" * door.SMALL)
        await serve(scope(length(door.SMALL)), small)  # type: ignore[arg-type]
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        again = Connection(b"x" * 4_000_000)
        await serve(scope(length(4_000_000)), again)  # type: ignore[arg-type]
        return [small.status, again.status, *(each.status for each in large)]

    small, again, *large = run(crowd())
    assert (small, again) == (200, 200)
    assert large == [0] * (door.ROOM // 4_000_000) + [503] * (20 - door.ROOM // 4_000_000)
    assert Room().taken == 0


def test_headers_have_the_names_that_wsgi_gives_them() -> None:
    made = environ_of(scope(("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"), ("content-type", "text/plain")))
    assert (made["HTTP_COOKIE"], made["HTTP_ACCEPT"], made["CONTENT_TYPE"]) == ("a=1; b=2", "x,y", "text/plain")
    assert (made["SERVER_NAME"], made["SERVER_PORT"], made["REMOTE_ADDR"]) == ("127.0.0.1", "8000", "127.0.0.1")


def test_a_header_with_an_underscore_does_not_pass_for_the_proxys() -> None:
    made = environ_of(scope(("x-forwarded-for", "10.0.0.1"), ("x_forwarded_for", "6.6.6.6"), ("x_forwarded_proto", "https")))
    assert made["HTTP_X_FORWARDED_FOR"] == "10.0.0.1"
    assert "HTTP_X_FORWARDED_PROTO" not in made


def test_an_address_in_another_script_travels_as_its_bytes() -> None:
    made = environ_of(scope(path="/한", query="q=%ff"))
    assert made["PATH_INFO"].encode("latin-1").decode() == "/한"
    assert made["QUERY_STRING"] == "q=%ff"
