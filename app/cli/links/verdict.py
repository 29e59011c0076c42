"""What the answers at an address say of it. Pure: nothing here asks anybody."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final, Literal
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from app.catalogue.text import LANGUAGES

Verdict = Literal["gone", "moved", "not_certain", "redirected", "ok"]
Trouble = Literal["no_name", "no_lookup", "slow", "unreachable", "untrusted", "garbled", "loop", "left_alone"]
Why = Trouble | Literal["not_there", "refuses", "busy", "faulty", "odd", "front_page"]

PORTS: Final = {"http": 80, "https": 443}
FOR_GOOD: Final = {301, 308}
REDIRECTS: Final = FOR_GOOD | {302, 303, 307}
NOT_THERE: Final = {404, 410}
REFUSES: Final = {401, 403}
BUSY, FAULTY, AWAY = 429, range(500, 600), 503
FOUND: Final = range(200, 300)
FIRST_FAULT: Final = 400
USUAL_WAIT: Final = 5.0
"""Seconds for a server that is asked too often and does not say how long it wants to be left alone."""
LANGUAGE_FOLDER: Final = re.compile(rf"({'|'.join(LANGUAGES)})([-_][a-z]{{2,4}})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: its status, where it points to (escaped), and in how many seconds it wants to be asked again."""

    status: int
    location: str | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Why no answer was had; `detail` is the system's own word on it, if any."""

    trouble: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect that was followed."""

    status: int
    to: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of an address: `status` is the last that a server gave, `to` where the address leads now."""

    url: str
    verdict: Verdict
    why: Why | None = None
    status: int | None = None
    to: str | None = None
    detail: str = ""


def judge(url: str, hops: Sequence[Hop], end: Answer | Silence) -> Finding:
    """The verdict on an address, from the redirects that were followed and what came at their end.

    It is gone only where nothing is left to doubt: a temporary redirect to nothing may be another thing tomorrow.
    """
    if isinstance(end, Answer) and end.status in FOUND:
        return _found(url, hops, end.status)
    why = _why(end)
    certain = why in ("not_there", "no_name") and all(hop.status in FOR_GOOD for hop in hops)
    status = end.status if isinstance(end, Answer) else hops[-1].status if hops else None
    detail = end.detail if isinstance(end, Silence) else ""
    return Finding(url, "gone" if certain else "not_certain", why, status, hops[-1].to if hops else None, detail)


def _found(url: str, hops: Sequence[Hop], status: int) -> Finding:
    if not hops:
        return Finding(url, "ok", None, status)
    last, new = hops[-1].to, _for_good(url, hops)
    lost: Why | None = "front_page" if is_front_page(last) and not is_front_page(url) else None
    if not is_same_place(url, new):
        return Finding(url, "moved", lost if new == last else None, status, new)
    return Finding(url, "not_certain" if lost else "redirected", lost, status, last)


def _for_good(url: str, hops: Sequence[Hop]) -> str:
    """Where an address leads before the first redirect that may be another tomorrow."""
    for hop in hops:
        if hop.status not in FOR_GOOD:
            break
        url = hop.to
    return url


def _why(end: Answer | Silence) -> Why:
    if isinstance(end, Silence):
        return end.trouble
    if end.status in NOT_THERE:
        return "not_there"
    if end.status in REFUSES:
        return "refuses"
    if wait_asked(end) is not None:
        return "busy"
    return "faulty" if end.status in FAULTY else "odd"


def is_same_place(old: str, new: str) -> bool:
    """Whether an address differs from the old one at most by https, www, the usual port, a slash at the end or one more language folder."""
    before, after = urlsplit(old), urlsplit(new)
    if before.scheme == "https" != after.scheme or before.query != after.query or _site(old) != _site(new):
        return False
    short, long = _folders(old), _folders(new)
    added = (place for place, folder in enumerate(long) if LANGUAGE_FOLDER.fullmatch(folder))
    return short == long or any(short == long[:place] + long[place + 1 :] for place in added)


def is_front_page(url: str) -> bool:
    """Whether an address names a site and nothing in it but a language."""
    return not urlsplit(url).query and all(LANGUAGE_FOLDER.fullmatch(folder) for folder in _folders(url))


def _site(url: str) -> tuple[str, int | None]:
    parts = urlsplit(url)
    return (parts.hostname or "").removeprefix("www."), None if parts.port == PORTS[parts.scheme] else parts.port


def _folders(url: str) -> list[str]:
    path = urlsplit(url).path.rstrip("/")
    return [unquote(folder) for folder in path.split("/")[1:]]


def redirected_to(url: str, end: Answer | Silence) -> str | None:
    """The address that an answer sends one to, with the old one's fragment; None where it is no redirect to a web address."""
    if isinstance(end, Silence) or end.status not in REDIRECTS or not end.location:
        return None
    try:
        parts = urlsplit(urljoin(url, end.location))
        usable = parts.scheme in ("http", "https") and parts.hostname and "%" not in parts.hostname and parts.port != 0
    except ValueError:  # no port, or no address at all
        return None
    return urlunsplit(parts._replace(fragment=parts.fragment or urlsplit(url).fragment)) if usable else None


def wait_asked(end: Answer | Silence) -> float | None:
    """Seconds after which a server wants to be asked again; None where it asks for no wait."""
    if isinstance(end, Silence) or end.status not in (BUSY, AWAY):
        return None
    return USUAL_WAIT if end.retry_after is None and end.status == BUSY else end.retry_after


def wants_get(end: Answer | Silence) -> bool:
    """Whether an answer to HEAD is to be doubted: some servers refuse it, or hang up, or know no page by it."""
    if isinstance(end, Silence):
        return end.trouble == "garbled"
    return end.status >= FIRST_FAULT and wait_asked(end) is None


def retry_seconds(value: str, now: datetime) -> float | None:
    """What a Retry-After header asks for (RFC 9110): seconds, or a date. None where it is neither."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        day = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, ((day if day.tzinfo else day.replace(tzinfo=UTC)) - now).total_seconds())
