"""The one address that takes a file: there, and nowhere else, a request may be as large as a file of somebody's own data."""

from typing import Final

from flask import Flask, request

from app.documents.own_data.shape import LARGEST_FILE

ENDPOINT: Final = "data.take_in"
BESIDE_THE_FILE: Final = 4096
"""Bytes of what a form sends along with the file."""


def install(app: Flask) -> None:
    """Before anything reads a form: what was read first would have set the limit."""
    app.before_request(_allow_a_file)


def _allow_a_file() -> None:
    if request.endpoint == ENDPOINT:
        request.max_content_length = LARGEST_FILE + BESIDE_THE_FILE
