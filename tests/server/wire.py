"""Requests written to a socket byte by byte, for what no HTTP client would send."""

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.faults.client import Client
from tests.faults.person import TOKEN
from tests.nodes.nginx import trusting

SECONDS = 20
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: its status, its headers and its body."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def connect(url: str) -> socket.socket:
    """Open a connection to a server of this machine."""
    where = urlsplit(url)
    return socket.create_connection((where.hostname or "", where.port or 0), timeout=SECONDS)


def open_tls(url: str, receive_bytes: int = 0) -> ssl.SSLSocket:
    """Open a connection to nginx of this machine; a small buffer makes a slow reader."""
    where = urlsplit(url)
    plain = socket.socket()
    plain.settimeout(SECONDS)
    if receive_bytes:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    plain.connect((where.hostname, where.port))
    return trusting().wrap_socket(plain, server_hostname=where.hostname)


def read_reply(connection: socket.socket) -> Reply:
    """Read one response to its end. Raises http.client.HTTPException when it breaks off."""
    with http.client.HTTPResponse(connection) as response:
        response.begin()
        return Reply(response.status, response.headers, response.read())


def request_head(method: str, path: str, headers: Mapping[str, str]) -> bytes:
    """Return the request line and headers. There is no Host unless `headers` has one."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def exchange(url: str, sent: bytes, is_cut: bool = False) -> Reply:
    """Send these bytes and read the response.

    `is_cut` closes the sending side first, as a browser does that goes away.
    """
    with connect(url) as connection:
        connection.sendall(sent)
        if is_cut:
            connection.shutdown(socket.SHUT_WR)
        return read_reply(connection)


def new_owner(url: str) -> tuple[Client, str]:
    """Start an assessment. Return the browser and its CSRF token."""
    client = Client(url)
    token = csrf_token(client)
    assert client.post("/assessments", {"csrf_token": token}).status == http.client.SEE_OTHER
    return client, token


def csrf_token(client: Client) -> str:
    """Return the CSRF token of the home page's form."""
    found = TOKEN.search(client.get("/").text)
    assert found
    return found[1]


def form_request(
    client: Client, path: str, fields: Mapping[str, str], **headers: str
) -> tuple[bytes, bytes]:
    """Return head and body of a form that this browser sends.

    `headers` replace the usual ones. An empty one is left out.
    """
    body = urlencode(fields).encode()
    usual = {
        "Host": urlsplit(client.url).netloc,
        "Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items()),
        "Content-Type": FORM,
        "Content-Length": str(len(body)),
    }
    named = usual | {name.replace("_", "-"): value for name, value in headers.items()}
    return request_head("POST", path, {name: value for name, value in named.items() if value}), body
