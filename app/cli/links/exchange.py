"""One question to one server: the head of its answer, within so many seconds, and nothing of its body."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import SplitResult, quote, urlsplit

from app.cli.links.verdict import PORTS, Answer, Silence, retry_seconds

Method = Literal["HEAD", "GET"]
Place = tuple[int, tuple[str | int | bytes, ...]]
"""The family of a network address, and the address as the system takes it."""

# Some sites turn away whatever has the word "link" in its name.
PURPOSE: Final = "asks whether the learning resources that its catalogue names are still there; a person started it"
MOST_PLACES: Final = 4
"""How many of a name's machines are tried."""
LONGEST_HEAD: Final = 64 * 1024
PIECE: Final = 4096
STATUS: Final = re.compile(r"HTTP/[0-9](?:\.[0-9])? ([1-9][0-9]{2})\b")
KEPT: Final = "%/:=&?~#+!$,;'@()*[]|"
"""What an address may hold as it is; every other byte is escaped, whatever letters it was meant for."""
BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
FIRST_FINAL: Final = 200
"""Statuses below are said on the way to the answer."""


def places_of(host: str, port: int) -> list[Place]:
    """Where a name's machines are. Raises socket.gaierror."""
    return [(family, address) for family, _, _, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside the program: time, names, and whose certificates are trusted."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    places: Callable[[str, int], list[Place]] = places_of
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class Garbled(Exception):
    """What came is no answer in HTTP."""


def ask(outside: Outside, url: str, method: Method, seconds: float, contact: str = "") -> Answer | Silence:
    """What a web address answers, or why it does not. The server is told how to reach whoever asks, if that is known."""
    parts = urlsplit(url)
    try:
        return _asked(outside, parts, _question(parts, method, contact), outside.clock() + seconds)
    except socket.gaierror as error:
        return Silence("no_name" if error.errno == socket.EAI_NONAME else "no_lookup")
    except TimeoutError:
        return Silence("slow")
    except ssl.SSLError as error:
        return Silence("untrusted", getattr(error, "verify_message", "") or error.reason or "")
    except (Garbled, ConnectionResetError, BrokenPipeError):
        return Silence("garbled")
    except OSError as error:
        return Silence("unreachable", error.strerror or "")
    except ValueError:  # no name, or no port, that can be
        return Silence("no_lookup")


def _asked(outside: Outside, parts: SplitResult, question: bytes, end: float) -> Answer:
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    with closing(_connected(outside, host, port, end)) as plain:
        if parts.scheme == "http":
            return _answer(outside, plain, question, end)
        plain.settimeout(_left(outside, end))
        with closing(outside.tls.wrap_socket(plain, server_hostname=host)) as safe:
            return _answer(outside, safe, question, end)


def _connected(outside: Outside, host: str, port: int, end: float) -> socket.socket:
    """A connection to the first machine of that name that takes one; each gets its share of the time that is left."""
    places = outside.places(host, port)[:MOST_PLACES]
    fault: OSError = socket.gaierror(socket.EAI_AGAIN, "")
    for place, (family, address) in enumerate(places):
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(_left(outside, end) / (len(places) - place))
            connection.connect(address)
        except OSError as error:
            connection.close()
            fault = error
        else:
            return connection
    raise fault


def _question(parts: SplitResult, method: Method, contact: str) -> bytes:
    host = (parts.hostname or "").encode("idna").decode()
    name = f"[{host}]" if ":" in host else host
    asked = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe=KEPT)
    reachable = f"; contact: {quote(contact, safe=KEPT + ' ')}" if contact else ""
    lines = (
        f"{method} {asked} HTTP/1.1",
        f"Host: {name}{f':{parts.port}' if parts.port else ''}",
        f"User-Agent: Orienteer/1 ({PURPOSE}{reachable})",
        "Accept: text/html, */*;q=0.5",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def _answer(outside: Outside, connection: socket.socket, question: bytes, end: float) -> Answer:
    connection.settimeout(_left(outside, end))
    connection.sendall(question)
    come = b""
    while True:
        while not (blank := BLANK_LINE.search(come)):
            connection.settimeout(_left(outside, end))
            piece = connection.recv(PIECE)
            come += piece
            if not piece or len(come) > LONGEST_HEAD:
                raise Garbled
        answer = _read(come[: blank.start()].decode("latin-1"), outside.now())
        if answer.status >= FIRST_FINAL:
            return answer
        come = come[blank.end() :]


def _read(head: str, now: datetime) -> Answer:
    first, *lines = head.split("\n")
    status = STATUS.match(first)
    if not status:
        raise Garbled
    fields = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in reversed(lines))}
    location = quote(fields.get("location", "").encode("latin-1"), safe=KEPT)
    return Answer(int(status[1]), location or None, retry_seconds(fields.get("retry-after", ""), now))


def _left(outside: Outside, end: float) -> float:
    """Seconds until the end. Raises TimeoutError after it: a server that sends a letter now and then does not hold anybody up."""
    left = end - outside.clock()
    if left <= 0:
        raise TimeoutError
    return left
