"""How large a request may be: the route that takes a file allows more than the application's limit."""

from typing import Final

from flask import Flask, request

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


def _allow_a_file() -> None:
    if request.endpoint == ENDPOINT:
        request.max_content_length = LARGEST_FILE + BESIDE_THE_FILE
