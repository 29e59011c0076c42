"""Between the server's connections and the application: a request takes a thread only once all of it is there.

The server sets no time limit for a body, and would let each one that never ends hold a thread. Here such a body holds what has come of it,
and no longer than BODY_SECONDS and what SLOWEST allows for that. An answer that the application makes in parts goes into a
file first, and from there to whoever asked, however slowly that one reads: it holds no thread, no memory and nothing of the database then,
and one that fails midway is an error and not a file that looks whole.
"""

import asyncio
import io
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from app.cli.environ import Environ, environ_of
from app.cli.hands import Hands
from app.headers import HEADERS
from app.watch.unexpected import told

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

BODY_SECONDS: Final = 20
"""As long as a body may take to come: 64 KiB over a slow phone's connection."""
SLOWEST: Final = 32 * 1024
"""Bytes that have come for which it may take a second longer: somebody's own file over such a connection, and nobody who sends little."""
SMALL: Final = 16 * 1024
"""Bytes of a body for which there is always room: as often as a worker holds connections, that is 64 MB."""
LARGEST: Final = 5 * 1024 * 1024
"""More bytes than any address takes. The application says what is too much for one; of what is larger still nothing is read."""
ROOM: Final = 64 * 1024 * 1024
"""Bytes for all bodies that are on their way, as far as they are not small."""
IN_MEMORY: Final = 256 * 1024
"""Bytes of an answer in parts that need no file."""
OPEN_SECONDS: Final = 30
"""As long as such a file is held for the server to open it, which it does at once; it has no name, and is gone with its last reader."""
FILES: Final = Path("/proc/self/fd")
FAULT_WORDS: Final = "Something went wrong on our side. Try again in a minute.\n서버에 문제가 생겼어요. 잠시 뒤에 다시 시도해 주세요.\n"
"""To whoever reads either, where the application broke off after its own pages could say it."""
OWN: Final = [(name.lower(), value) for name, value in HEADERS.items()]
"""Headers of what the application does not answer."""
BODILESS: Final = {204, 304}
BAD, TOO_SLOW, NO_LENGTH, FAULT, FULL = 400, 408, 411, 500, 503
Gateway = Callable[["Scope", "HTTPProtocol"], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answers: its content, or a file that holds it."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes = b""
    file: IO[bytes] | None = None


class Refused(Exception):
    """A body that is not read to its end: the status that says why."""


@dataclass
class Room:
    """How many bytes of bodies that are not small are held while the rest of them comes."""

    taken: int = 0


def gateway(app: "WSGIApplication", threads: int, seconds: float = BODY_SECONDS) -> Gateway:
    """The application as the server calls it, answering in so many threads."""
    hands, room = Hands(threads), Room()

    async def serve(scope: "Scope", protocol: "HTTPProtocol") -> None:
        environ = environ_of(scope)
        try:
            body = await _body(environ, protocol, room, seconds)
        except Refused as why:
            protocol.response_empty(why.args[0], OWN)
            return
        environ["wsgi.input"] = io.BytesIO(body)
        answer = await hands.ask(partial(_answer, app, environ))
        if answer.file:
            protocol.response_file(answer.status, answer.headers, f"{FILES}/{answer.file.fileno()}")
            asyncio.get_running_loop().call_later(OPEN_SECONDS, answer.file.close)
        else:
            protocol.response_bytes(answer.status, answer.headers, answer.content)

    return serve


async def _body(environ: Environ, protocol: "HTTPProtocol", room: Room, seconds: float) -> bytes:
    """The whole body; Refused when its sender does not say its length, or it does not come whole and in time."""
    if "HTTP_TRANSFER_ENCODING" in environ:  # one in chunks that is cut off ends here just as one that is whole
        raise Refused(NO_LENGTH)
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if not length or length > LARGEST:
        return b""
    try:
        async with asyncio.timeout(seconds) as limit:
            body = await _whole(protocol, room, limit)
    except TimeoutError:
        raise Refused(TOO_SLOW) from None
    if len(body) != length:  # the sender has gone
        raise Refused(BAD)
    return body


async def _whole(protocol: "HTTPProtocol", room: Room, limit: asyncio.Timeout) -> bytes:
    body, taken, end = bytearray(), 0, limit.when() or 0
    try:
        async for part in protocol:
            body += part
            limit.reschedule(end + len(body) / SLOWEST)
            if len(body) > SMALL:
                taken, room.taken = taken + len(part), room.taken + len(part)
                if room.taken > ROOM:
                    raise Refused(FULL)
    finally:
        room.taken -= taken
    return bytes(body)


def _answer(app: "WSGIApplication", environ: Environ) -> Answer:
    """What the application answers. Of an error that it did not catch itself, its places are noted, and not its words."""
    begun: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[[bytes], object]:
        begun[:] = [int(status.split(" ", 1)[0]), [(name.lower(), value) for name, value in headers]]
        return lambda _part: None

    try:
        parts: Iterable[bytes] = app(environ, start)
        try:
            status, headers = begun
            if status in BODILESS or environ["REQUEST_METHOD"] == "HEAD" or any(name == "content-length" for name, _ in headers):
                return Answer(status, headers, b"".join(parts))
            return _collected(status, headers, parts)
        finally:
            if close := getattr(parts, "close", None):
                close()
    except Exception as error:
        logging.getLogger(__name__).error("an answer broke off\n%s", told(error))
        return Answer(FAULT, [*OWN, ("content-type", "text/plain; charset=utf-8")], FAULT_WORDS.encode())


def _collected(status: int, headers: list[tuple[str, str]], parts: Iterable[bytes]) -> Answer:
    """An answer in parts, with its length; in a file, where there is much of it."""
    held = tempfile.SpooledTemporaryFile(IN_MEMORY if FILES.exists() else 0)  # noqa: SIM115 (the server reads it later)
    try:
        for part in parts:
            held.write(part)
    except BaseException:
        held.close()
        raise
    length = held.tell()
    headers = [*headers, ("content-length", str(length))]
    if length <= IN_MEMORY or not FILES.exists():
        with held:
            held.seek(0)
            return Answer(status, headers, held.read())
    held.flush()
    return Answer(status, headers, file=held)
