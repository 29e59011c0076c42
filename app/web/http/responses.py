"""Headers, caching and compression of responses, and versioned addresses of static files."""

import gzip
import hashlib
import os
from base64 import b64encode
from functools import cache, lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Response, request, url_for

from app.settings.response_headers import HEADERS, VARIES
from app.web.context import context
from app.web.http.request_checks import is_shared

STATIC: Final = Path(__file__).parent.parent / "static"
NAMES: Final = frozenset(os.listdir(STATIC))
"""All files at the start. Only these are hashed, so that no request can name a file elsewhere."""
VERSION_DIGITS: Final = 6
"""Digits of base 64, 36 bits in all."""
STATIC_SECONDS: Final = 365 * 24 * 3600
HSTS_SECONDS: Final = 2 * 365 * 24 * 3600
SHARED_HEADERS: Final = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
"""For every response to an address with a share's token, errors too: the address is a secret."""
GZIP: Final = "gzip"
PAGE_LEVEL: Final = 6
"""Of 9. A page of questions takes 0.2 ms and shrinks to a quarter; higher levels gain nothing."""
STATIC_FILES_CACHED: Final = 32


def static_url(name: str) -> str:
    """Return a file's address with its version, which changes with the content."""
    return url_for("static", filename=name, v=version(name))


@cache
def integrity(name: str) -> str:
    """Return the value of a script's `integrity` attribute: browsers run no other content."""
    return f"sha256-{_digest(name)}"


@cache
def version(name: str) -> str:
    """Return the part of a file's hash that stands in its address."""
    return _digest(name)[:VERSION_DIGITS]


def set_headers(response: Response) -> Response:
    """Set the security and cache headers of every response."""
    headers, is_static = response.headers, request.endpoint == "static"
    if is_static and response.status_code < HTTPStatus.BAD_REQUEST and _is_current_version():
        headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
        response.vary.add("Accept-Encoding")  # the same for everybody, whatever cookies are sent
    else:
        response.vary.update(VARIES)
    if not is_static:
        headers["Cache-Control"] = HEADERS["Cache-Control"]
    if is_shared():
        headers.update(SHARED_HEADERS)
    if request.is_secure:
        preload = "; preload" if context().settings.hsts_preload else ""
        hsts = f"max-age={HSTS_SECONDS}; includeSubDomains{preload}"
        headers["Strict-Transport-Security"] = hsts
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    return response


def compress(response: Response) -> Response:
    """Compress a static file, or a page whose length reveals nothing, for clients that accept gzip.

    The length of a compressed page tells whoever watches the connection how much of its address
    stands on the page already (the BREACH attack), and pages hold what a person answered. So a page
    is compressed only when nothing that another site chose can stand on it: after a GET without a
    query. Static files hold nothing personal.
    """
    is_static = request.endpoint == "static" and request.method in {"GET", "HEAD"}
    if not (is_static or _is_safe_page(response)):
        return response
    accepted = request.accept_encodings.best_match((GZIP, "identity"))
    if response.status_code != HTTPStatus.OK or accepted != GZIP:
        return response
    response.direct_passthrough = False  # allows reading a file's content into memory
    body = response.get_data()
    response.set_data(
        _compress_file(body) if is_static else gzip.compress(body, PAGE_LEVEL, mtime=0)
    )
    response.content_encoding = GZIP
    etag, _ = response.get_etag()
    if etag:  # a compressed file is another representation, with an ETag of its own
        response.set_etag(f"{etag}-gzip")
        response.make_conditional(request)
    return response


def _digest(name: str) -> str:
    return b64encode(hashlib.sha256((STATIC / name).read_bytes()).digest()).decode()


def _is_current_version() -> bool:
    """Return whether the request asks for a file by its current version."""
    name = (request.view_args or {}).get("filename", "")
    return name in NAMES and request.args.get("v") == version(name)


def _is_safe_page(response: Response) -> bool:
    return (
        request.method == "GET"
        and not request.query_string
        and response.status_code == HTTPStatus.OK
        and response.mimetype == "text/html"
    )


@lru_cache(maxsize=STATIC_FILES_CACHED)
def _compress_file(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
