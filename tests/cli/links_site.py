"""A local web server with configured responses, and a transport that sends all requests to it."""

import asyncio
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

import httpx

from app.cli.links.request import CheckOptions, open_client
from app.cli.links.verdict import Finding
from app.cli.links.visit import Visitor

CERTIFICATE = Path(__file__).with_suffix(".pem")
"""A self-signed certificate for safe.example with its key, for tests only."""
PUBLIC = "1.1.1.1"
"""The address of every host in the tests. LocalTransport connects to 127.0.0.1 instead."""

Behaviour = Callable[[BaseHTTPRequestHandler], None]


def responds(status: int, **fields: str) -> Behaviour:
    """Return a behaviour: respond with a status and header fields (retry_after is Retry-After)."""

    def behaviour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in fields.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return behaviour


def sends(text: bytes) -> Behaviour:
    """Return a behaviour: send exactly these bytes and close the connection."""
    return lambda handler: handler.wfile.write(text) and None


def resets(handler: BaseHTTPRequestHandler) -> None:
    """Return a behaviour: reset the connection."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(handler.connection.detach())


def waits(seconds: float) -> Behaviour:
    """Return a behaviour: send nothing for so many seconds, then close the connection."""
    return lambda _: time.sleep(seconds)


@dataclass(slots=True)
class Request:
    """A request that the server received."""

    method: str
    host: str
    path: str
    agent: str


@dataclass
class Site:
    """A server that responds with 200 unless `behaviours` say otherwise.

    Their keys are "METHOD host/path", "METHOD /path", "host/path" or "/path". A list of behaviours
    is used one by one; the last one stays.
    """

    behaviours: dict[str, list[Behaviour]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    tls: bool = False

    def __enter__(self) -> "Site":
        site = self

        class Handler(BaseHTTPRequestHandler):
            def handle_one_request(self) -> None:
                with suppress(OSError):  # the client may close the connection
                    super().handle_one_request()

            def do_GET(self) -> None:
                site.respond(self)

            def do_HEAD(self) -> None:
                site.respond(self)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if self.tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.server.handle_error = lambda *_: None
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def respond(self, handler: BaseHTTPRequestHandler) -> None:
        host, agent = handler.headers["Host"], handler.headers["User-Agent"]
        self.requests.append(Request(handler.command, host, handler.path, agent))
        keys = (
            f"{handler.command} {host}{handler.path}",
            f"{handler.command} {handler.path}",
            f"{host}{handler.path}",
            handler.path,
        )
        behaviours = next(
            (self.behaviours[key] for key in keys if key in self.behaviours), [responds(200)]
        )
        behaviour = behaviours.pop(0) if len(behaviours) > 1 else behaviours[0]
        handler.close_connection = True
        behaviour(handler)


class Web:
    """One server without TLS and one with, which share their behaviours and recorded requests."""

    def __init__(self) -> None:
        self.behaviours: dict[str, list[Behaviour]] = {}
        self.requests: list[Request] = []
        self.plain, self.safe = (
            Site(self.behaviours, self.requests, tls=tls) for tls in (False, True)
        )

    def __enter__(self) -> "Web":
        self.plain.__enter__()
        self.safe.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.plain.__exit__(*error)
        self.safe.__exit__(*error)

    def transport(self) -> "LocalTransport":
        return LocalTransport(self.plain.port, self.safe.port)


class LocalTransport(httpx.AsyncHTTPTransport):
    """A transport that connects to local ports for every host.

    TLS still checks the certificate against the requested host.
    """

    def __init__(
        self, plain: int, safe: int | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        super().__init__(verify=tls or trusting(), trust_env=False)
        self.ports = {"http": plain, "https": safe or plain}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url.copy_with(host="127.0.0.1", port=self.ports[request.url.scheme])
        extensions = {**request.extensions, "sni_hostname": request.url.host}
        local = httpx.Request(
            request.method,
            url,
            headers=request.headers,
            stream=request.stream,
            extensions=extensions,
        )
        return await super().handle_async_request(local)


def trusting(check_hostname: bool = False) -> ssl.SSLContext:
    """Return a TLS context that trusts the test certificate, for any host unless told to check."""
    context = ssl.create_default_context(cafile=str(CERTIFICATE))
    context.check_hostname = check_hostname
    return context


def looks_up(
    host: str, *_: object, **__: object
) -> list[tuple[int, int, int, str, tuple[str, int]]]:
    """Replace socket.getaddrinfo: names that start with "no." do not exist, others are public."""
    if host.startswith("no."):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (PUBLIC, 0))]


def place(url: str) -> str:
    """Return the key of an address in the site's behaviours."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


def visit(
    transport: httpx.AsyncBaseTransport | None, *urls: str, **options: object
) -> list[Finding]:
    """Visit addresses one after the other without a pause.

    Without a transport, the default one is used.
    """

    async def visit_each() -> list[Finding]:
        chosen = CheckOptions(**{"pause": 0.0, "timeout": 5.0, **options})
        async with open_client(chosen, transport) as client:
            visitor = Visitor(client, chosen)
            return [await visitor.visit(url) for url in urls]

    return asyncio.run(visit_each())
