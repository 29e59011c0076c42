"""Whether the process lives, and whether it can serve."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.storage.migrate import is_migrated
from app.web.context import context

pages = Blueprint("health", __name__)


@pages.get("/healthz")
def alive() -> ResponseReturnValue:
    return jsonify(status="ok")


@pages.get("/readyz")
def ready() -> ResponseReturnValue:
    """200 when the database answers and stands at the newest migration; the content was checked at start."""
    database = is_migrated(context().engine)
    return jsonify(status="ok" if database else "unavailable", database=database, content=True), 200 if database else 503
