"""Wires the web application, in reading order."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

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
from config import Settings


def build(settings: Settings, is_migrated: bool = False) -> Flask:
    """The application for these settings, with its database migrated; one that has just been is left alone (`is_migrated`)."""
    app = Flask("app.web", static_folder="static", template_folder="templates")
    _configure(app, settings)
    engine = open_engine(settings.database)
    if not is_migrated:
        migrate(engine)
    catalogue = load_catalogue(
        CONTENT
    )  # asked for as it is checked at the start, so that it is read once
    Context(settings, engine, catalogue, load_reading(CONTENT), load_evidence(catalogue)).attach(
        app
    )

    app.url_map.converters["int"] = Number
    for first in (metrics, logs, security, session, uploads):
        first.install(app)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=language.select, timezone_selector=language.timezone)
    for part in (limits, health, language, owner, shared, templating, packed, errors, full):
        part.install(app)
    for group in (
        health,
        home,
        questionnaire,
        results,
        plan,
        saved,
        returning,
        sharing,
        data,
        reading,
        theme,
    ):
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
        WTF_CSRF_SECRET_KEY=[
            *reversed(settings.secret_key_fallbacks),
            settings.secret_key,
        ],  # forms that are open outlive a change of key
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
    app.wsgi_app = security.normalized(app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's way
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's way
