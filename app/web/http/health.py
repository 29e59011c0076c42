"""Whether the process lives, and whether it can serve. Whoever looks after nodes asks them by any name, so these two answer to each."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, jsonify
from flask.typing import ResponseReturnValue

from app.storage.migrate import answers, is_migrated
from app.web.context import context

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

pages = Blueprint("health", __name__)
PATHS: Final = frozenset({"/healthz", "/readyz"})


def install(app: Flask) -> None:
    """Let the two answer to any Host: nothing in them depends on it."""
    inner = app.wsgi_app

    def served(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["PATH_INFO"] in PATHS:
            environ["HTTP_HOST"] = "localhost"
            environ.pop("HTTP_X_FORWARDED_HOST", None)
        return inner(environ, start_response)

    app.wsgi_app = served  # type: ignore[method-assign]  # Flask's way


@pages.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 when the database answers and stands at the newest migration; the content was checked at start."""
    engine = context().engine
    migrations = is_migrated(engine)
    database = migrations or answers(engine)
    status = "ok" if migrations else "unavailable"
    return jsonify(
        status=status, database=database, migrations=migrations, content=True
    ), 200 if migrations else 503
