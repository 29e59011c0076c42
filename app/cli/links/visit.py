"""Visit web addresses: HEAD, then GET if HEAD is refused, one request per site at a time."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

import httpx

from app.cli.links.request import CheckOptions, open_client, send_request
from app.cli.links.verdict import (
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
)

MAX_FAILURES: Final = 3  # consecutive ones, after which a site is not asked again
COUNTED_FAILURES: Final[frozenset[FailureKind]] = frozenset(
    {"slow", "unreachable", "untrusted", "no_lookup"}
)
LEFT_ALONE: Final = Failure("left_alone")


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
