"""Downloads in the reader's language."""

from collections.abc import Callable

from flask import Response, make_response

from app.web.http.heavy_work import heavy_work

MEDIA_TYPES = {
    "ics": "text/calendar; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "json": "application/json; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
"""File extension → media type."""


def file_response(make: Callable[[], bytes], name: str) -> Response:
    """Send what `make` returns as a download. Raises HeavyWorkBusy or OwnerBusy without a place."""
    with heavy_work():
        response = make_response(make())
    return as_attachment(name, response)


def as_attachment(name: str, response: Response) -> Response:
    """Make the response a download of this name; its extension is one of MEDIA_TYPES."""
    response.headers["Content-Type"] = MEDIA_TYPES[name.rpartition(".")[2]]
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
