"""Request web addresses: HEAD, then GET if HEAD is refused, one request per site at a time."""

import asyncio
import ipaddress
import os
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import quote, urlsplit

import httpx

from app.cli.links.verdict import (
    DEFAULT_PORTS,
    Failure,
    FailureKind,
    Finding,
    NoSiteAnswers,
    Redirect,
    SiteResponse,
    answered_addresses,
    doubt_missing_names,
    is_offline,
    judge,
    needs_get,
    requested_wait,
    retry_seconds,
)

# Some sites refuse every client that has the word "link" in its name.
PURPOSE: Final = (
    "asks whether the learning resources that its catalogue names are still there; "
    "a person started it"
)
SAFE_IN_CONTACT: Final = "%/:=&?~#+!$,;'@()*[]| "  # others are percent-encoded
MAX_FAILURES: Final = 3  # consecutive ones, after which a site is not asked again
COUNTED_FAILURES: Final[frozenset[FailureKind]] = frozenset(
    {"slow", "unreachable", "untrusted", "no_lookup"}
)
LEFT_ALONE: Final = Failure("left_alone")


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """How sites are asked. All times in seconds."""

    timeout: float = 10.0  # for one request, from the name lookup to the response's headers
    pause: float = 1.0  # between two requests to the same site
    concurrency: int = 6  # sites that are asked at the same time
    max_redirects: int = 5
    max_wait: float = 30.0  # a site that asks for a longer wait is not asked again
    contact: str = ""


@dataclass(slots=True)
class Site:
    """The state of one host name during a check."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_request: float = 0.0  # by time.monotonic()
    failures: int = 0
    is_left_alone: bool = False


class Visitor:
    """Asks addresses one after the other per site."""

    def __init__(self, client: httpx.AsyncClient, options: CheckOptions) -> None:
        self._client, self._options = client, options
        self._sites: defaultdict[str, Site] = defaultdict(Site)

    async def visit(self, url: str) -> Finding:
        """Return the finding on an address.

        Redirects are followed here, not by httpx, so that each request waits for its site.
        """
        redirects: list[Redirect] = []
        address = url
        while True:
            result = await self._ask(address, "HEAD")
            if needs_get(result):
                result = await self._ask(address, "GET")
            if isinstance(result, Failure) or result.redirect is None:
                return judge(url, redirects, result)
            if len(redirects) == self._options.max_redirects or result.redirect in (
                url,
                *(redirect.to for redirect in redirects),
            ):
                return judge(url, redirects, Failure("loop"))
            address = result.redirect
            redirects.append(Redirect(result.status, address))

    async def _ask(self, url: str, method: Literal["HEAD", "GET"]) -> SiteResponse | Failure:
        """Send a request, and once more if the site asks for a wait or its name is not found."""
        result = await self._send(url, method)
        if requested_wait(result) is None and result != Failure("no_name"):
            return result
        second = await self._send(url, method, is_last=True)
        return result if second == LEFT_ALONE else second

    async def _send(
        self, url: str, method: str, *, is_last: bool = False
    ) -> SiteResponse | Failure:
        site = self._sites[urlsplit(url).hostname or ""]
        async with site.lock:
            if site.is_left_alone:
                return LEFT_ALONE
            await asyncio.sleep(max(0.0, site.next_request - time.monotonic()))
            result = await send_request(self._client, method, url, self._options.timeout)
            wait = requested_wait(result)
            site.next_request = time.monotonic() + max(self._options.pause, wait or 0.0)
            site.failures = (
                site.failures + 1
                if isinstance(result, Failure) and result.kind in COUNTED_FAILURES
                else 0
            )
            is_too_busy = wait is not None and (is_last or wait > self._options.max_wait)
            site.is_left_alone = is_too_busy or site.failures >= MAX_FAILURES
            return result


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
    found = await asyncio.get_running_loop().getaddrinfo(
        url.raw_host.decode(), url.port, type=socket.SOCK_STREAM
    )
    return all(ipaddress.ip_address(address[0]).is_global for *_, address in found)


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


async def visit_all(
    urls: Sequence[str],
    findings: dict[str, Finding],
    options: CheckOptions,
    on_finding: Callable[[], None] = lambda: None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> None:
    """Add a finding for each address to `findings`, also if the check is interrupted later.

    robots.txt is not read: only addresses that people wrote down are requested, and no link of a
    page is followed. Raises NoSiteAnswers.
    """
    sites: defaultdict[str | None, list[str]] = defaultdict(list)
    for url in urls:
        sites[urlsplit(url).hostname].append(url)
    slots = asyncio.Semaphore(options.concurrency)

    async def visit_site(addresses: list[str]) -> None:
        async with slots:
            for url in addresses:
                if is_offline(findings):
                    return
                findings[url] = await visitor.visit(url)
                on_finding()

    async with open_client(options, transport) as client:
        visitor = Visitor(client, options)
        async with asyncio.TaskGroup() as tasks:
            for addresses in sorted(
                sites.values(), key=len, reverse=True
            ):  # the site that takes longest comes first
                tasks.create_task(visit_site(addresses))
        answered = answered_addresses(findings)
        if findings and not answered:
            raise NoSiteAnswers(next(iter(findings.values())))
        names_missing = any(finding.why == "no_name" for finding in findings.values())
        if (
            names_missing and (await visitor.visit(answered[-1])).status is None
        ):  # the network was lost during the check
            doubt_missing_names(findings)
