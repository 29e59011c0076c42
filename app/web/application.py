"""Wires the web application, in reading order."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any, TypeVar

from flask import Flask, Request, Response
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter
from werkzeug.wsgi import get_host

from app.catalogue.evidence_file import load_evidence
from app.catalogue.load import CONTENT, load_catalogue
from app.catalogue.reading import load_reading
from app.extensions import babel, csrf
from app.storage.engine import open_engine
from app.storage.migrate import migrate
from app.web import (
    data,
    errors,
    full,
    health,
    home,
    language,
    limits,
    logs,
    metrics,
    owner,
    packed,
    plan,
    questionnaire,
    reading,
    results,
    returning,
    saved,
    security,
    session,
    shared,
    sharing,
    templating,
    theme,
    uploads,
)
from app.web.context import Context
from app.web.numbers import Number
from app.web.spoken import Spoken
from config import Settings

Function = TypeVar("Function", bound=Callable[..., Any])


class Site(Flask):
    """Flask without what nothing here needs: no function is a coroutine, and no address depends on a subdomain."""

    def ensure_sync(self, func: Function) -> Function:
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Flask's, without what it does for websockets, subdomains and hosts in other scripts. SecurityError: no host, or one not ours."""
        if request is None:
            return None
        if "HTTP_HOST" not in request.environ:  # Werkzeug would take the server's own address, which may be a trusted one
            raise SecurityError("The Host header is missing.")
        request.trusted_hosts = trusted = self.config["TRUSTED_HOSTS"]
        request.host = host = _host(trusted, request.scheme, request.environ["HTTP_HOST"])
        query, method = request.query_string.decode(errors="replace"), request.environ["REQUEST_METHOD"]
        return MapAdapter(self.url_map, host, request.root_path or "/", "", request.scheme, request.path, method, query)

    def redirect(self, location: str, code: int = HTTPStatus.FOUND) -> Response:
        """Where to go on, without Flask's page that says so: no browser shows it."""
        return self.response_class(status=code, headers={"Location": location})

    def log_exception(self, exc_info: Any) -> None:
        """Note an error that came once the answer was made, or while one was told, as any other: Flask's own line has the address in it."""
        logs.note_error(exc_info[1])

    def finalize_request(self, rv: Any, from_error_handler: bool = False) -> Response:
        """Flask's, which would write down all that such an error says when it comes a second time, with the page that tells it."""
        try:
            return super().finalize_request(rv)
        except Exception as error:
            if not from_error_handler:
                raise
            logs.note_error(error)
            return self.make_response(rv)


@lru_cache(security.MOST_HOSTS)
def _host(trusted: tuple[str, ...], scheme: str, header: str) -> str:
    """Return the host of a Host header in lower case, without the scheme's usual port. SecurityError: it is not ours."""
    return get_host({"wsgi.url_scheme": scheme, "HTTP_HOST": header.lower()}, trusted)


def build(settings: Settings, is_migrated: bool = False) -> Flask:
    """The application for these settings, with its database migrated; one that has just been is left alone (`is_migrated`)."""
    app = Site("app.web", static_folder="static", template_folder="templates")
    app.jinja_environment = Spoken
    _configure(app, settings)
    engine = open_engine(settings.database)
    if not is_migrated:
        migrate(engine)
    catalogue = load_catalogue(CONTENT)  # asked for as it is checked at the start, so that it is read once
    Context(settings, engine, catalogue, load_reading(CONTENT), load_evidence(catalogue)).attach(app)

    app.url_map.converters["int"] = Number
    for first in (metrics, logs, security, session, uploads):
        first.install(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.select, timezone_selector=language.timezone)
    for part in (limits, health, language, owner, shared, templating, packed, errors, full):
        part.install(app)
    for group in (health, home, questionnaire, results, plan, saved, returning, sharing, data, reading, theme):
        app.register_blueprint(group.pages)
    if app.debug:
        from app.web import styleguide

        app.register_blueprint(styleguide.pages)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, and how many proxies are believed."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        WTF_CSRF_SECRET_KEY=[*reversed(settings.secret_key_fallbacks), settings.secret_key],  # forms that are open outlive a change of key
        TRUSTED_HOSTS=(*security.LOOPBACK_NAMES, *settings.hosts),
        PERMANENT_SESSION_LIFETIME=security.COOKIE_SECONDS,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # it is renewed with its owner's cookie
        MAX_CONTENT_LENGTH=uploads.LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=uploads.LARGEST_REQUEST,
        MAX_FORM_PARTS=uploads.MOST_FIELDS,
        WTF_CSRF_HEADERS=["X-CSRFToken"],
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        BABEL_TRANSLATION_DIRECTORIES="../translations",
    )
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(security.http_or_https(app.wsgi_app), x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's way
