"""Flask's session in a signed cookie: `__Host-` and Secure over https, and plain over http on this machine."""

from flask import Flask, Request, Response, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

from app.signatures import Signatures
from app.web.security import COOKIE_SECONDS, SHARED, cookie, cookie_name


def install(app: Flask) -> None:
    app.session_interface = SessionCookie()


class SessionCookie(SecureCookieSessionInterface):
    """For one application."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 (Flask's signature)
        return cookie_name("session")

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:  # noqa: ARG002 (it is this request)
        """Flask's, without working out again how long a session lasts."""
        if sent := cookie("session"):
            try:
                return self.session_class(self.get_signing_serializer(app).loads(sent, max_age=COOKIE_SECONDS))
            except BadSignature:
                pass  # it is another key's, or over: a new one begins
        return self.session_class()

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
        is_set = session.modified or (is_due and super().should_set_cookie(app, session))
        return is_set and request.endpoint not in {"static", *SHARED}

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Flask's, where there is something to do; that answers vary by their cookies, all of them say."""
        if session.modified or self.should_set_cookie(app, session):
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> Signatures:
        """The same for every request: the keys do not change while the application runs."""
        if self._signing is None:
            keys = [*app.config["SECRET_KEY_FALLBACKS"], app.secret_key]
            signing = {"key_derivation": self.key_derivation, "digest_method": self.digest_method}
            self._signing = Signatures(keys, salt=self.salt, serializer=self.serializer, signer_kwargs=signing)
        return self._signing

    _signing: Signatures | None = None
