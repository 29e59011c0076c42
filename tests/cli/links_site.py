"""A web site on this machine that answers as it is told, and remembers who asked what."""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

CERTIFICATE = Path(__file__).with_suffix(".pem")
"""Signed by itself, for safe.example; its key is no secret and opens nothing."""

Deed = Callable[[BaseHTTPRequestHandler], None]


def answers(status: int, **fields: str) -> Deed:
    """Answer with a status and header fields (retry_after is Retry-After)."""

    def deed(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in fields.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return deed


def says(text: bytes) -> Deed:
    """Send exactly these bytes and hang up."""
    return lambda handler: handler.wfile.write(text) and None


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    """Reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(handler.connection.detach())


def waits(seconds: float) -> Deed:
    """Say nothing for so long, then hang up."""
    return lambda _: time.sleep(seconds)


@dataclass(slots=True)
class Asked:
    """One request."""

    method: str
    host: str
    path: str
    agent: str


@dataclass
class Site:
    """Answers 200 unless told otherwise: by "METHOD host/path", "host/path" or "/path", one deed after the other, the last for good."""

    told: dict[str, list[Deed]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """Host names that lead here; empty for all."""
    safe: bool = False

    def __enter__(self) -> "Site":
        site = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                with suppress(OSError):  # whoever asked may hang up
                    super().handle_one_request()

            def do_GET(self) -> None:
                site.answer(self)

            def do_HEAD(self) -> None:
                site.answer(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if self.safe:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        host, agent = handler.headers["Host"], handler.headers["User-Agent"]
        self.asked.append(Asked(handler.command, host, handler.path, agent))
        keys = (f"{handler.command} {host}{handler.path}", f"{handler.command} {handler.path}", f"{host}{handler.path}", handler.path)
        deeds = next((self.told[key] for key in keys if key in self.told), [answers(200)])
        deed = deeds.pop(0) if len(deeds) > 1 else deeds[0]
        handler.close_connection = True
        deed(handler)

    def places(self, host: str, _port: int) -> list[tuple[int, tuple[str | int | bytes, ...]]]:
        """Where its names lead: here, whatever the port. No other name exists, so that nobody is asked beyond this machine."""
        if self.names and host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [(socket.AF_INET, ("127.0.0.1", self.port))]


class Web:
    """Every name there is, with and without TLS, on this machine; both of its sites answer by the same list."""

    def __init__(self) -> None:
        self.told: dict[str, list[Deed]] = {}
        self.asked: list[Asked] = []
        self.plain, self.safe = (Site(self.told, self.asked, safe=safe) for safe in (False, True))

    def __enter__(self) -> "Web":
        self.plain.__enter__()
        self.safe.__enter__()
        return self

    def __exit__(self, *fault: object) -> None:
        self.plain.__exit__(*fault)
        self.safe.__exit__(*fault)

    def places(self, host: str, port: int) -> list[tuple[int, tuple[str | int | bytes, ...]]]:
        return (self.safe if port == 443 else self.plain).places(host, port)


def place(url: str) -> str:
    """An address as a site is told of it."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


class Clock:
    """A clock that moves only when somebody sleeps; for one thread, or another's sleep would be taken for a slow answer."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def hurried(seconds: float) -> None:
    """Sleep that takes no time, for where the pauses do not matter."""


def trusting() -> ssl.SSLContext:
    """Takes the site's certificate for any host."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    context.check_hostname = False
    return context
