"""Health checks: whether the process lives, and whether it can serve. They answer to any Host."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.storage.databases.migrate import answers, is_migrated
from app.web.context import context

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """Answer 200 when the database answers and has the newest migration, else 503.

    The content was checked at the start.
    """
    engine = context().engine
    migrations = is_migrated(engine)
    state = {
        "status": "ok" if migrations else "unavailable",
        "database": migrations or answers(engine),
        "migrations": migrations,
        "content": True,
    }
    return jsonify(state), 200 if migrations else 503
