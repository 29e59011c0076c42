"""Which requests are served: by host, scheme, size and the numbers in their addresses."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.routing import IntegerConverter

from app.exports.own_data.json_format import MAX_FILE_BYTES
from app.settings.network import LOOPBACK_NAMES
from app.web.context import context

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DIGITS: Final = r"[0-9]{1,9}"
MAX_NUMBER: Final = 999_999_999
"""The highest number that an address may contain; every database can hold it."""
MAX_REQUEST_BYTES: Final = 64 * 1024
"""Bytes of a body, and of all fields of a form."""
MAX_FIELDS: Final = 1_000
UPLOAD: Final = "data.import_file"
"""The endpoint that takes a file, which may be larger."""
BESIDE_THE_FILE: Final = 4096
"""Bytes of what a form sends along with the file."""
PORT: Final = re.compile(r":\d+$")
HEALTH_PATHS: Final = frozenset({"/healthz", "/readyz"})
OPEN_TO_ALL: Final = frozenset({"static", "health.alive", "health.ready"})
"""Endpoints that answer over any connection, and for which no owner is loaded."""
SHARED: Final = frozenset({"results.shared", "plan.shared"})
"""Endpoints that are the same for everybody who has their link. No owner is loaded for them."""
SHARED_PATH: Final = "/shared/"


class NormalizeHost:
    """WSGI middleware that prepares scheme and host for Flask's TRUSTED_HOSTS.

    It runs inside ProxyFix, which takes any X-Forwarded-Proto for the scheme. Werkzeug compares
    hosts case-sensitively, and when there is no Host it uses the server's own address, which may be
    trusted; an empty one is never trusted. Health checks may use any host, because nothing in their
    answers depends on it.
    """

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        is_https = environ["wsgi.url_scheme"].lower() == "https"
        environ["wsgi.url_scheme"] = "https" if is_https else "http"
        environ["HTTP_HOST"] = environ.get("HTTP_HOST", "").lower()
        if environ["PATH_INFO"] in HEALTH_PATHS:
            environ["HTTP_HOST"] = "localhost"
        return self._app(environ, start_response)


class NumberConverter(IntegerConverter):
    """`<int:number>` in a route's rule; more than nine digits match no route."""

    regex = DIGITS


def number_in(text: str) -> int | None:
    """Return the number from 0 to MAX_NUMBER that a text is, or None."""
    return int(text) if re.fullmatch(DIGITS, text) else None


def is_health_check() -> bool:
    """Return whether the request is for a health check."""
    return request.blueprint == "health"


def is_shared() -> bool:
    """Return whether the request is for a shared page."""
    return request.path.startswith(SHARED_PATH)


def is_plain_http_elsewhere() -> bool:
    """Return whether what is typed on the page would cross a network unencrypted."""
    return not request.is_secure and PORT.sub("", request.host) not in LOOPBACK_NAMES


def refuse_plain_http() -> ResponseReturnValue | None:
    """Refuse a request over plain http, unless it is local or the operator allows it.

    Behind a proxy, a page is redirected to https. A form is not, because it has crossed the network
    already.
    """
    settings = context().settings
    if not is_plain_http_elsewhere() or settings.insecure_http or request.endpoint in OPEN_TO_ALL:
        return None
    if settings.proxies and request.method in {"GET", "HEAD"} and not PORT.search(request.host):
        return redirect(f"https:{request.url.removeprefix('http:')}", HTTPStatus.PERMANENT_REDIRECT)
    return abort(HTTPStatus.FORBIDDEN)


def check_form() -> None:
    """Allow an upload its size, and refuse what is no form.

    400 is for a JSON body, which a FlaskForm would read in place of a form and fail on a list,
    for a file where a text is expected, and for a form with a part that has no name.

    This must be the first hook that reads the form, because the size applies when the body is first
    read. Flask-WTF looks at the end of every name and would raise AttributeError without one.
    """
    if not request.endpoint or request.method not in current_app.config["WTF_CSRF_METHODS"]:
        return
    if request.method == "POST" and request.is_json:
        abort(HTTPStatus.BAD_REQUEST)
    if request.endpoint == UPLOAD:
        request.max_content_length = MAX_FILE_BYTES + BESIDE_THE_FILE
    elif request.files:
        abort(HTTPStatus.BAD_REQUEST)
    if None in request.form:
        abort(HTTPStatus.BAD_REQUEST)


def safe_url(endpoint: str, values: Mapping[str, object], anchor: str | None = None) -> str:
    """Return the address of a page with values that come from a request.

    Values that would steer `url_for` itself, and so lead to another site, are left out.
    """
    allowed = {
        name: value
        for name, value in values.items()
        if not name.startswith("_") and name != "endpoint"
    }
    return url_for(endpoint, _anchor=anchor, **allowed)  # type: ignore[arg-type]
