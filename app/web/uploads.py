"""How large a request may be: the route that takes a file allows more than the application's limit."""

from typing import Final

from flask import Flask, abort, current_app, request

from app.documents.own_data.shape import LARGEST_FILE

LARGEST_REQUEST: Final = 64 * 1024
"""Bytes of a body, and of all fields of a form."""
MOST_FIELDS: Final = 1_000
ENDPOINT: Final = "data.take_in"
BESIDE_THE_FILE: Final = 4096
"""Bytes of what a form sends along with the file."""


def install(app: Flask) -> None:
    """Register the hook before any that reads a form, because the limit applies when the body is first read."""
    app.before_request(_allow_a_file)
    app.before_request(_refuse_unnamed_parts)


def _allow_a_file() -> None:
    if request.endpoint == ENDPOINT:
        request.max_content_length = LARGEST_FILE + BESIDE_THE_FILE


def _refuse_unnamed_parts() -> None:
    """Answer 400 to a form with a part that has no name: Flask-WTF compares the end of every name, and would raise AttributeError."""
    if (
        request.endpoint
        and request.method in current_app.config["WTF_CSRF_METHODS"]
        and None in request.form
    ):
        abort(400)
