"""The headers of every answer and the cookies' safety."""

import re
from http import HTTPStatus

from flask import Flask, Response, abort, g, redirect, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from itsdangerous import URLSafeTimedSerializer

from app.web.assets import is_this_version
from app.web.context import context

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

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SessionCookie(SecureCookieSessionInterface):
    """Flask's session, `__Host-` and Secure over https, and plain over http on this machine."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 (Flask's signature)
        return cookie_name("session")

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        return request.is_secure

    def get_cookie_samesite(self, app: Flask) -> str:  # noqa: ARG002
        return "Lax"

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Never with a static file, for what every cache may keep holds nobody's cookie; nor with what is shared.

        One that nothing has changed is renewed with its owner's, once a day: signing it for each page is work for nothing. While an older
        key is still taken it is signed anew at each visit, so that the older one can go.
        """
        is_due = "renew" in g or bool(app.config["SECRET_KEY_FALLBACKS"])
        is_renewed = is_due and super().should_set_cookie(app, session)
        return request.endpoint not in {"static", *SHARED} and (session.modified or is_renewed)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The same for every request: the keys do not change while the application runs."""
        if self._signing is None:
            self._signing = super().get_signing_serializer(app)
        return self._signing

    _signing: URLSafeTimedSerializer | None = None


def is_for_all(response: Response) -> bool:
    """Whether it is a static file, which is the same to everybody: every cache may keep it, whatever cookies come with the request."""
    return request.endpoint == "static" and response.status_code < FIRST_ERROR


def cookie_name(name: str) -> str:
    """The name under which a cookie of ours travels on this request's kind of connection."""
    return f"__Host-{name}" if request.is_secure else name


def is_plain_http_elsewhere() -> bool:
    """Whether what is typed here would cross a network unencrypted."""
    name = PORT.sub("", request.host)
    return not request.is_secure and name not in LOOPBACK_NAMES


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


def install(app: Flask) -> None:
    app.session_interface = SessionCookie()
    app.before_request(_refuse_plain_http)
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    held = {name.lower() for name, _ in response.headers}
    response.headers.extend(each for each in HEADERS.items() if each[0].lower() not in held)
    if request.is_secure:
        preload = "; preload" if context().settings.hsts_preload else ""
        response.headers.setdefault("Strict-Transport-Security", f"max-age={HSTS_SECONDS}; includeSubDomains{preload}")
    if is_for_all(response) and is_this_version():
        response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
