"""Cookies: named `__Host-…` and Secure over https, and plain over http."""

from typing import Final

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from werkzeug.wrappers import Response as BaseResponse

from app.web.http.request_checks import is_shared

COOKIE_SECONDS: Final = 400 * 24 * 3600
"""The longest life that browsers give a cookie. The owner's is renewed once a day at a visit."""
THEME_COOKIE_SECONDS: Final = 365 * 24 * 3600
"""The privacy page says a year. It is not renewed."""


class HostCookieSessionInterface(SecureCookieSessionInterface):
    """Flask's sessions under a cookie name that depends on the scheme.

    A browser takes a cookie whose name begins with `__Host-` only over https, and Flask's
    SESSION_COOKIE_NAME is one setting for the whole application.
    """

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 (Flask's signature)
        """Return the name on this request's kind of connection."""
        return cookie_name("session")

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Return whether the request came over https."""
        return request.is_secure


def cookie_name(name: str) -> str:
    """Return the name under which a cookie is sent on this request's kind of connection."""
    return f"__Host-{name}" if request.is_secure else name


def cookie(name: str) -> str | None:
    """Return the value that the browser sent for a cookie of this site."""
    return request.cookies.get(cookie_name(name))


def set_cookie(
    response: BaseResponse, name: str, value: str, max_age: int = COOKIE_SECONDS
) -> None:
    """Set a cookie that no script can read and no other site's form sends."""
    response.set_cookie(
        cookie_name(name),
        value,
        max_age=max_age,
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )


def delete_cookie(response: BaseResponse, name: str) -> None:
    """Delete a cookie from the browser."""
    response.delete_cookie(
        cookie_name(name), secure=request.is_secure, httponly=True, samesite="Lax"
    )


def renew_session(response: Response) -> Response:
    """Send a lasting session again with its owner's cookie, once a day.

    While fallback keys are set, send it with every page, so that it is signed with the current key
    and the old one can go. Static files and shared pages neither read nor set the session.
    """
    if request.endpoint == "static" or is_shared():
        return response
    if ("secret_to_store" in g or current_app.config["SECRET_KEY_FALLBACKS"]) and session.permanent:
        session.modified = True
    return response
