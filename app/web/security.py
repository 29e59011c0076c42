"""Where the headers of every answer are put on, and where cookies may travel."""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, abort, redirect, request
from flask.typing import ResponseReturnValue

from app.headers import HEADERS, VARIES
from app.web.assets import is_this_version
from app.web.context import context, context_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers let a cookie live; it is renewed at a visit, once a day."""
STATIC_SECONDS = 365 * 24 * 3600
FIRST_ERROR = 400
HSTS_SECONDS = 2 * 365 * 24 * 3600
OPEN_TO_ALL = {"static", "health.alive", "health.ready"}
SHARED = {"results.shared", "plan.shared"}
"""What is the same for everybody who has its link: nobody is looked up, and nobody's cookie is touched."""
PORT = re.compile(r":\d+$")
LOOPBACK_NAMES = ("localhost", "127.0.0.1")

IMMUTABLE = ("Cache-Control", f"public, max-age={STATIC_SECONDS}, immutable")


def is_for_all(response: Response) -> bool:
    """Whether it is a static file, which is the same to everybody: every cache may keep it, whatever cookies come with the request."""
    return request.endpoint == "static" and response.status_code < FIRST_ERROR


def cookie_name(name: str) -> str:
    """The name under which a cookie of ours travels on this request's kind of connection."""
    return f"__Host-{name}" if request.is_secure else name


def cookie(name: str) -> str | None:
    """What this browser has kept of a cookie of ours."""
    return request.cookies.get(cookie_name(name))


def is_plain_http_elsewhere() -> bool:
    """Whether what is typed here would cross a network unencrypted."""
    return not request.is_secure and PORT.sub("", request.host) not in LOOPBACK_NAMES


def _refuse_plain_http() -> ResponseReturnValue | None:
    """Answers travel encrypted, or on this machine, or where the operator has said that they may not.

    Behind a proxy, whoever asks for a page by http is sent on to the same address by https; a form is not, for it has crossed the network.
    """
    settings = context().settings
    if not is_plain_http_elsewhere() or settings.insecure_http or request.endpoint in OPEN_TO_ALL:
        return None
    if settings.proxies and request.method in {"GET", "HEAD"} and not PORT.search(request.host):
        return redirect(f"https:{request.url.removeprefix('http:')}", HTTPStatus.PERMANENT_REDIRECT)
    return abort(HTTPStatus.FORBIDDEN)


def normalized(app: "WSGIApplication") -> "WSGIApplication":
    """Wrap an application so that it gets a scheme that is http or https, and a host in lower case.

    It belongs behind ProxyFix, which takes any X-Forwarded-Proto for the scheme. Flask compares hosts with TRUSTED_HOSTS letter by letter,
    and takes the server's own address, which may be trusted, where there is no Host; an empty one is trusted nowhere.
    """

    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.url_scheme"] = (
            "https" if environ["wsgi.url_scheme"].lower() == "https" else "http"
        )
        environ["HTTP_HOST"] = environ.get("HTTP_HOST", "").lower()
        return app(environ, start_response)

    return served


def install(app: Flask) -> None:
    """The headers are put on where an answer leaves, all at once: Flask's own look at each of them for every page."""
    app.before_request(_refuse_plain_http)
    app.after_request(_let_caches_keep)
    hsts = f"max-age={HSTS_SECONDS}; includeSubDomains{'; preload' if context_of(app).settings.hsts_preload else ''}"
    inner, over_http = app.wsgi_app, tuple(HEADERS.items())
    over_https = (*over_http, ("Strict-Transport-Security", hsts))

    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], *error: Any
        ) -> Callable[[bytes], object]:
            return start_response(
                status,
                protected(
                    headers, over_https if environ["wsgi.url_scheme"] == "https" else over_http
                ),
                *error,
            )

        return inner(environ, start)

    app.wsgi_app = served  # type: ignore[method-assign]  # Flask's way


def protected(
    headers: list[tuple[str, str]], more: tuple[tuple[str, str], ...]
) -> list[tuple[str, str]]:
    """An answer's headers with those of every answer; what the answer says itself holds, and of what it varies by, both."""
    held = {name for name, _ in headers}
    if "Vary" in held and IMMUTABLE not in headers:
        varies = {
            each.strip(): None
            for name, value in headers
            if name == "Vary"
            for each in (*value.split(","), *VARIES)
        }
        headers = [
            *((name, value) for name, value in headers if name != "Vary"),
            ("Vary", ", ".join(varies)),
        ]
    return [*headers, *(each for each in more if each[0] not in held)]


def _let_caches_keep(response: Response) -> Response:
    """A static file under its own digest never changes."""
    if is_for_all(response) and is_this_version():
        response.headers["Cache-Control"] = IMMUTABLE[1]
    return response
