"""Send one request to a web address, and say why it failed."""

import asyncio
import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

import httpx

from app.cli.links.verdict import (
    DEFAULT_PORTS,
    Failure,
    SiteResponse,
    retry_seconds,
)

# Some sites refuse every client that has the word "link" in its name.
PURPOSE: Final = (
    "asks whether the learning resources that its catalogue names are still there; "
    "a person started it"
)
SAFE_IN_CONTACT: Final = "%/:=&?~#+!$,;'@()*[]| "  # others are percent-encoded


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How sites are asked. All times in seconds."""

    timeout: float = 10.0  # for one request, from the name lookup to the response's headers
    pause: float = 1.0  # between two requests to the same site
    concurrency: int = 6  # sites that are asked at the same time
    max_redirects: int = 5
    max_wait: float = 30.0  # a site that asks for a longer wait is not asked again
    contact: str = ""


async def send_request(
    client: httpx.AsyncClient, method: str, url: str, timeout: float
) -> SiteResponse | Failure:
    """Send one request within `timeout` seconds in total.

    Only the headers of the response are read, at most 100 KB (httpcore's limit).
    """
    try:
        async with asyncio.timeout(timeout):
            if not await _is_public(httpx.URL(url)):
                return Failure("private")
            async with client.stream(method, url) as response:
                wait = retry_seconds(response.headers.get("retry-after", ""), datetime.now(UTC))
                return SiteResponse(
                    response.status_code, _redirect_address(response.next_request), wait
                )
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        return _failure(error)


def _redirect_address(request: httpx.Request | None) -> str | None:
    """Return the web address that a response redirects to.

    Raises ValueError for an address that only httpx can parse.
    """
    if not (request and request.url.scheme in DEFAULT_PORTS and request.url.host):
        return None
    return urlsplit(str(request.url)).geturl()


async def _is_public(url: httpx.URL) -> bool:
    """Return whether every address of the host is public.

    httpx looks the name up again, but only headers of a response are read.
    """
    addresses = await asyncio.get_running_loop().getaddrinfo(
        url.raw_host.decode(), url.port, type=socket.SOCK_STREAM
    )
    return all(ipaddress.ip_address(address[0]).is_global for *_, address in addresses)


def _failure(error: Exception) -> Failure:
    match error:
        case TimeoutError() | httpx.TimeoutException():
            return Failure("slow")
        case socket.gaierror(errno=socket.EAI_NONAME):
            return Failure("no_name")
        case socket.gaierror() | UnicodeError():
            return Failure("no_lookup")
        case httpx.ConnectError() | ssl.SSLError():
            return _connection_failure(error)
    return Failure("garbled")


def _connection_failure(error: BaseException) -> Failure:
    """Distinguish TLS errors from others: httpx raises ConnectError for both."""
    while not isinstance(error, ssl.SSLError) and (cause := error.__cause__ or error.__context__):
        error = cause
    if isinstance(error, ssl.SSLError):
        return Failure("untrusted", getattr(error, "verify_message", "") or error.reason or "")
    return Failure(
        "unreachable",
        os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "",
    )


def open_client(
    options: CheckOptions, transport: httpx.AsyncBaseTransport | None = None
) -> httpx.AsyncClient:
    """Return a client that trusts the system's certificates and names program and contact."""
    contact = (
        f"; contact: {quote(options.contact, safe=SAFE_IN_CONTACT)}" if options.contact else ""
    )
    headers = {
        "User-Agent": f"Orienteer/1 ({PURPOSE}{contact})",
        "Accept": "text/html, */*;q=0.5",
        "Connection": "close",
    }
    timeout = httpx.Timeout(
        options.timeout, connect=options.timeout / 2
    )  # leaves time to close a connection whose TLS handshake hangs
    return httpx.AsyncClient(
        transport=transport,
        verify=ssl.create_default_context(),
        headers=headers,
        timeout=timeout,
        trust_env=False,
    )
