"""Pure rules that turn the responses at an address into a verdict."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, Literal
from urllib.parse import unquote, urlsplit

from app.catalogue.text import LANGUAGES

LinkVerdict = Literal["gone", "moved", "not_certain", "redirected", "ok"]
FailureKind = Literal[
    "no_name",
    "no_lookup",
    "private",
    "slow",
    "unreachable",
    "untrusted",
    "garbled",
    "loop",
    "left_alone",
]
Why = FailureKind | Literal["not_there", "refuses", "busy", "faulty", "odd", "front_page"]

DEFAULT_PORTS: Final = {"http": 80, "https": 443}
PERMANENT_REDIRECTS: Final = {301, 308}
NOT_FOUND: Final = {404, 410}
ACCESS_REFUSED: Final = {401, 403}
SUCCESS, SERVER_ERRORS = range(200, 300), range(500, 600)
DEFAULT_RETRY_AFTER: Final = 5.0
"""Seconds to wait after a 429 without Retry-After."""
OFFLINE_SITES: Final = 12
"""Number of sites without any response after which this machine is taken to be offline."""
LANGUAGE_FOLDER: Final = re.compile(rf"({'|'.join(LANGUAGES)})([-_][a-z]{{2,4}})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SiteResponse:
    """A response's status, the web address that it redirects to, and its Retry-After in seconds."""

    status: int
    redirect: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The reason why there is no response; `detail` is the system's error text, if any."""

    kind: FailureKind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect that was followed: its status and the address that it named."""

    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on an address.

    `status` is the last status received, `to` the address that it redirects to.
    """

    url: str
    verdict: LinkVerdict
    why: Why | None = None
    status: int | None = None
    to: str | None = None
    detail: str = ""


class NoSiteAnswers(Exception):
    """Not one site answered; `finding` is the first finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.why)
        self.finding = finding


def judge(url: str, redirects: Sequence[Redirect], last: SiteResponse | Failure) -> Finding:
    """Return the verdict on an address from the redirects that were followed and the last result.

    An address is gone only if every redirect on the way is permanent: a temporary one may lead
    elsewhere tomorrow.
    """
    if isinstance(last, SiteResponse) and last.status in SUCCESS:
        return _judge_success(url, redirects, last.status)
    why = _why(last)
    certain = why in ("not_there", "no_name") and all(
        redirect.status in PERMANENT_REDIRECTS for redirect in redirects
    )
    status = (
        last.status
        if isinstance(last, SiteResponse)
        else redirects[-1].status
        if redirects
        else None
    )
    detail = last.detail if isinstance(last, Failure) else ""
    return Finding(
        url,
        "gone" if certain else "not_certain",
        why,
        status,
        redirects[-1].to if redirects else None,
        detail,
    )


def _judge_success(url: str, redirects: Sequence[Redirect], status: int) -> Finding:
    if not redirects:
        return Finding(url, "ok", None, status)
    last, new = redirects[-1].to, _permanent_address(url, redirects)
    lost: Why | None = "front_page" if is_front_page(last) and not is_front_page(url) else None
    if not is_same_place(url, new):
        return Finding(url, "moved", lost if new == last else None, status, new)
    return Finding(url, "not_certain" if lost else "redirected", lost, status, last)


def _permanent_address(url: str, redirects: Sequence[Redirect]) -> str:
    """Return the address before the first temporary redirect."""
    for redirect in redirects:
        if redirect.status not in PERMANENT_REDIRECTS:
            break
        url = redirect.to
    return url


def _why(last: SiteResponse | Failure) -> Why:
    if isinstance(last, Failure):
        return last.kind
    if last.status in NOT_FOUND:
        return "not_there"
    if last.status in ACCESS_REFUSED:
        return "refuses"
    if requested_wait(last) is not None:
        return "busy"
    return "faulty" if last.status in SERVER_ERRORS else "odd"


def is_same_place(old: str, new: str) -> bool:
    """Return whether two addresses name the same place.

    They may differ by https, www, the default port, a final slash or one more language folder.
    """
    before, after = urlsplit(old), urlsplit(new)
    if (
        before.scheme == "https" != after.scheme
        or before.query != after.query
        or _site(old) != _site(new)
    ):
        return False
    short, long = _folders(old), _folders(new)
    added = (place for place, folder in enumerate(long) if LANGUAGE_FOLDER.fullmatch(folder))
    return short == long or any(short == long[:place] + long[place + 1 :] for place in added)


def is_front_page(url: str) -> bool:
    """Return whether the path of an address is empty or names only a language."""
    return not urlsplit(url).query and all(
        LANGUAGE_FOLDER.fullmatch(folder) for folder in _folders(url)
    )


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), None if parts.port == DEFAULT_PORTS[
        parts.scheme
    ] else parts.port


def _folders(url: str) -> list[str]:
    path = urlsplit(url).path.rstrip("/")
    return [unquote(folder) for folder in path.split("/")[1:]]


def requested_wait(result: SiteResponse | Failure) -> float | None:
    """Return the seconds that a 429 or 503 asks a client to wait; None if it asks for no wait."""
    if isinstance(result, Failure) or result.status not in (
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
    ):
        return None
    return (
        DEFAULT_RETRY_AFTER
        if result.retry_after is None and result.status == HTTPStatus.TOO_MANY_REQUESTS
        else result.retry_after
    )


def needs_get(result: SiteResponse | Failure) -> bool:
    """Return whether to ask again with GET.

    Some servers refuse HEAD, close the connection, or answer it with an error.
    """
    if isinstance(result, Failure):
        return result.kind == "garbled"
    return result.status >= HTTPStatus.BAD_REQUEST and requested_wait(result) is None


def retry_seconds(value: str, now: datetime) -> float | None:
    """Parse a Retry-After header (RFC 9110, section 10.2.3): seconds, or a date.

    None if it is neither.
    """
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - now).total_seconds())


def answered_addresses(findings: Mapping[str, Finding]) -> list[str]:
    """Return the addresses whose sites sent any response."""
    return [url for url, finding in findings.items() if finding.status is not None]


def is_offline(findings: Mapping[str, Finding]) -> bool:
    """Return whether many sites were asked and none of them answered."""
    return len(
        {urlsplit(url).hostname for url in findings}
    ) >= OFFLINE_SITES and not answered_addresses(findings)


def doubt_missing_names(findings: dict[str, Finding]) -> None:
    """Change "no such name" to "cannot be looked up now": without a network, no name is found."""
    for url, finding in findings.items():
        if finding.why == "no_name":
            findings[url] = replace(finding, verdict="not_certain", why="no_lookup")
