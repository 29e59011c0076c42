"""The session cookie: named `__Host-session` and Secure over https, and plain over http."""

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface

from app.web.security import SHARED, cookie_name


class HostCookieSessionInterface(SecureCookieSessionInterface):
    """Flask's sessions under a cookie name that depends on the scheme.

    A browser takes a cookie whose name begins with `__Host-` only over https, and its name is one setting for the whole application.
    """

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 (Flask's signature)
        """Return the name on this request's kind of connection."""
        return cookie_name("session")

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        """Tell whether the request came over https."""
        return request.is_secure


def install(app: Flask) -> None:
    app.session_interface = HostCookieSessionInterface()
    app.after_request(_renew)


def _renew(response: Response) -> Response:
    """Send a lasting session again with its owner's cookie, once a day.

    While fallback keys are set, send it with every page, so that it is signed with the current key and the old one can go. Static files and
    shared pages are the same for everybody: they neither read nor set the session.
    """
    if request.endpoint in {"static", *SHARED}:
        return response
    if ("renew" in g or current_app.config["SECRET_KEY_FALLBACKS"]) and session.permanent:
        session.modified = True
    return response
