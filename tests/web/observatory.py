"""Mozilla's HTTP Observatory, computed: what each of its tests gives or takes for an answer, written anew from its published rules.

Source: the repository mdn/mdn-http-observatory (MPL-2.0), read in November 2026: `src/grader/charts.js` (points, and that what is given
counts from 90 on) at 01b47110, `src/scanner/index.js` (the sum) at 9408a5c5, `src/analyzer/tests/*.js` (the rules) at 048ff598. The best is
145: 100, and 10 for the policy, 5 each for cookies, referrers, frames, scripts with a digest and a place on the browsers' preload list, and
10 for the resource policy. That place is a domain's and takes months; an answer can only ask for it (`preload`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

FULL = 100
EXTRA_FROM = 90
SIX_MONTHS = 15_552_000
YEAR = 31_536_000
BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
Policy = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the Observatory looks at: the answer over https, the cookies in its jar (Set-Cookie lines), and where http leads."""

    headers: Mapping[str, str]
    cookies: tuple[str, ...] = ()
    html: str | None = None
    http_leads_to: str | None = None
    """None: no answer by http at all."""
    host: str = "learn.example.org"
    preloaded: bool = False


def points(seen: Seen) -> dict[str, int]:
    """What each test gives (above 0) or takes (below 0)."""
    return {
        "content-security-policy": _policy_points(policy(seen)),
        "cookies": _cookies(seen),
        "cross-origin-resource-sharing": _sharing(seen),
        "cross-origin-resource-policy": _resource_policy(seen),
        "redirection": _redirection(seen),
        "referrer-policy": _referrer(seen),
        "strict-transport-security": _transport(seen),
        "subresource-integrity": _integrity(seen),
        "x-content-type-options": 0
        if seen.headers.get("X-Content-Type-Options", "").strip().lower() == "nosniff"
        else -5,
        "x-frame-options": _frames(seen),
    }


def score(seen: Seen) -> int:
    """The score, 0 to 145: what is given counts only where little is taken."""
    found = points(seen).values()
    taken = FULL + sum(each for each in found if each < 0)
    return max(0, FULL + sum(found) if taken >= EXTRA_FROM else taken)


def is_fit_to_preload(seen: Seen) -> bool:
    """Whether the header is as the list asks before it takes a domain: a year, all subdomains, and the wish itself."""
    parts = {
        part.strip().lower()
        for part in seen.headers.get("Strict-Transport-Security", "").split(";")
    }
    return {"includesubdomains", "preload"} <= parts and (_max_age(seen) or 0) >= YEAR


def policy(seen: Seen) -> Policy:
    """The policy's directives with their sources, in small letters."""
    parts = (
        part.lower().split() for part in seen.headers.get("Content-Security-Policy", "").split(";")
    )
    return {part[0]: set(part[1:]) for part in parts if part}


def _policy_points(found: Policy) -> int:
    if not found:
        return -25
    default = found.get("default-src", {"*"})
    script, style, objects = (
        found.get(name, default) for name in ("script-src", "style-src", "object-src")
    )
    passive = {
        source
        for name in ("img-src", "media-src")
        for source in found.get(name, found.get("default-src", set()))
    }
    active = {
        source
        for name, sources in found.items()
        if name not in {"img-src", "media-src"}
        for source in sources
    } | script
    steps = [
        (bool(script & (BROAD | INLINE) or objects & BROAD), -20),
        (any(source.startswith(("http:", "ftp:")) for source in active), -20),
        ("'unsafe-eval'" in script | style, -10),
        (any(source.startswith(("http:", "ftp:")) for source in passive), -10),
        (bool(style & (BROAD | INLINE)), 0),
        (default == {"'none'"}, 10),
    ]
    return next((given for is_so, given in steps if is_so), 5)


def _cookies(seen: Seen) -> int:
    """0 where there are none; the worst that one of them gives, else 5 where every one names its sites."""
    if not seen.cookies:
        return 0
    has_transport = seen.preloaded or (_max_age(seen) or 0) >= SIX_MONTHS
    found = [_cookie(line, has_transport) for line in seen.cookies]
    return min(found)


def _cookie(line: str, has_transport: bool) -> int:
    name, attributes = line.partition("=")[0].strip().lower(), {}
    for part in line.split(";")[1:]:
        key, _, value = part.strip().partition("=")
        attributes[key.lower()] = value.lower()
    is_session, given = (
        any(word in name for word in ("login", "sess")),
        [5 if attributes.get("samesite") else 0],
    )
    if attributes.get("samesite", "lax") not in {"lax", "strict", "none"} or (
        attributes.get("samesite") == "none" and "secure" not in attributes
    ):
        given.append(-20)
    if "secure" not in attributes:
        given.append(
            {(False, True): -5, (False, False): -20, (True, True): -10, (True, False): -40}[
                is_session, has_transport
            ]
        )
    if "csrf" in name and not attributes.get("samesite"):
        given.append(-20)
    if is_session and "httponly" not in attributes:
        given.append(-30)
    return min(given)


def _sharing(seen: Seen) -> int:
    """Asked with an Origin of its own; worst where just that is let in, with its cookies."""
    origin, with_cookies = (
        seen.headers.get(f"Access-Control-Allow-{name}", "").lower()
        for name in ("Origin", "Credentials")
    )
    return -50 if origin not in {"", "*"} and with_cookies == "true" else 0


def _resource_policy(seen: Seen) -> int:
    found = seen.headers.get("Cross-Origin-Resource-Policy", "").strip().lower()
    return {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(found, -5)


def _redirection(seen: Seen) -> int:
    if seen.http_leads_to is None or seen.http_leads_to.startswith(f"https://{seen.host}/"):
        return 0
    return -5 if seen.http_leads_to.startswith("https://") else -20


def _referrer(seen: Seen) -> int:
    if "Referrer-Policy" not in seen.headers:
        return 0
    named = [each.strip().lower() for each in seen.headers["Referrer-Policy"].split(",")]
    known = [
        each
        for each in named
        if each
        in PRIVATE
        | {"origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"}
    ]
    return 5 if known and known[-1] in PRIVATE else -5


def _max_age(seen: Seen) -> int | None:
    found = re.search(
        r"(?:^|;)\s*max-age=(\d+)", seen.headers.get("Strict-Transport-Security", ""), re.IGNORECASE
    )
    return int(found[1]) if found else None


def _transport(seen: Seen) -> int:
    age = _max_age(seen)
    if seen.preloaded:
        return 5
    if age is None:
        return -20
    return 0 if age >= SIX_MONTHS else -10


def _integrity(seen: Seen) -> int:
    """Scripts from here may have a digest; those from elsewhere must."""
    if seen.html is None:
        return 0
    reader = _Scripts()
    reader.feed(seen.html)
    foreign = [
        (source.startswith("https:"), bool(digest))
        for source, digest in reader.found
        if re.match(r"https?:|//", source)
    ]
    if foreign:
        return min(
            {(True, True): 5, (True, False): -5, (False, True): -20, (False, False): -50}[each]
            for each in foreign
        )
    return 5 if any(digest for _, digest in reader.found) else 0


def _frames(seen: Seen) -> int:
    if "frame-ancestors" in policy(seen):
        return 5
    return (
        0
        if seen.headers.get("X-Frame-Options", "").strip().lower() in {"deny", "sameorigin"}
        else -20
    )


class _Scripts(HTMLParser):
    """The addresses of a page's scripts, each with its digest or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script" and "src" in given:
            self.found.append((given["src"], given.get("integrity", "")))
