"""The web application, put together."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app.catalogue.evidence_file import load_evidence
from app.catalogue.load import CONTENT, load_catalogue
from app.catalogue.reading import load_reading
from app.extensions import babel, csrf
from app.settings.network import LOOPBACK_NAMES
from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine
from app.web import (
    auth,
    data,
    home,
    i18n,
    plan,
    questionnaire,
    reading,
    results,
    returning,
    saved,
    sharing,
    templating,
    theme,
)
from app.web.context import Context
from app.web.http import (
    cookies,
    errors,
    health,
    heavy_work,
    limits,
    logs,
    metrics,
    request_checks,
    responses,
)
from config import Settings


def build(settings: Settings, is_migrated: bool = False) -> Flask:
    """Return the application for these settings, with its database migrated.

    `is_migrated` says that the database has just been migrated.
    """
    app = Flask("app.web", static_folder="static", template_folder="templates")
    _configure(app, settings)
    engine = open_engine(settings.database)
    if not is_migrated:
        migrate(engine)
    catalogue = load_catalogue(CONTENT)  # the argument shares the cache with the check at the start
    context = Context(settings, engine, catalogue, load_reading(CONTENT), load_evidence(catalogue))
    context.attach(app)
    _add_middleware(app, settings)
    _register_hooks(app)
    errors.install(app)
    heavy_work.install(app)
    templating.install(app)
    _register_pages(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Set Flask's own settings and those of its extensions."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SECRET_KEY_FALLBACKS=list(settings.secret_key_fallbacks),
        # forms that are open outlive a change of key
        WTF_CSRF_SECRET_KEY=[*reversed(settings.secret_key_fallbacks), settings.secret_key],
        TRUSTED_HOSTS=(*LOOPBACK_NAMES, *settings.hosts),
        PERMANENT_SESSION_LIFETIME=cookies.COOKIE_SECONDS,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # it is renewed with its owner's cookie
        MAX_CONTENT_LENGTH=request_checks.MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=request_checks.MAX_REQUEST_BYTES,
        MAX_FORM_PARTS=request_checks.MAX_FIELDS,
        WTF_CSRF_HEADERS=["X-CSRFToken"],
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_I18N_ENABLED=False,  # every form has its own messages
        BABEL_TRANSLATION_DIRECTORIES="../translations",
    )


def _add_middleware(app: Flask, settings: Settings) -> None:
    """Wrap the WSGI application; the last wrapper sees a request first."""
    app.wsgi_app = request_checks.NormalizeHost(app.wsgi_app)  # type: ignore[method-assign]
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )


def _register_hooks(app: Flask) -> None:
    """Register what runs in every request: before a page in this order, after it in reverse."""
    metrics.install(app)
    logs.install(app)
    app.before_request(request_checks.refuse_plain_http)
    app.before_request(request_checks.check_form)
    app.session_interface = cookies.HostCookieSessionInterface()
    app.after_request(cookies.renew_session)
    csrf.init_app(app)
    babel.init_app(app, locale_selector=i18n.select, timezone_selector=i18n.timezone)
    limits.install(app)
    i18n.install(app)
    auth.install(app)
    if not app.debug:  # static files change while one develops
        app.after_request(responses.compress)
    # runs first after a page, so that headers are set even when another hook fails
    app.after_request(responses.set_headers)


def _register_pages(app: Flask) -> None:
    app.url_map.converters["int"] = request_checks.NumberConverter
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
