"""Static files and pages travel compressed, but for pages on which somebody else could have put words.

The length of a compressed page tells whoever watches the line how much of what its address says stands on it already (BREACH), and pages
hold what somebody answered. So a page is compressed only where nothing of the request can stand on it that another site chose: asked for
without a query, and by GET. A static file holds nothing of anybody.
"""

import gzip
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from io import BytesIO

from flask import Flask, Response, request, send_file

from app.web.assets import NAMES, STATIC

GZIP = "gzip"
LEVEL = 6
"""Of 9: a question page takes 0.2 ms and becomes a quarter; the last levels gain nothing more."""


def install(app: Flask) -> None:
    """Compress each file once, when it is first asked for; while one develops, files change, and are sent as they are."""
    app.after_request(_pack_page)
    if app.debug:
        return
    send_plain = app.send_static_file

    def send(filename: str) -> Response:
        if filename in NAMES and _takes_gzip():
            found = _packed(filename)
            answer = send_file(
                BytesIO(found),
                download_name=filename,
                etag=sha256(found).hexdigest(),
                max_age=app.get_send_file_max_age,
            )
            answer.content_encoding = GZIP
        else:
            answer = send_plain(filename)
        answer.vary.add("Accept-Encoding")
        return answer

    app.view_functions["static"] = send


@cache
def _packed(name: str) -> bytes:
    return gzip.compress((STATIC / name).read_bytes(), mtime=0)


def _pack_page(response: Response) -> Response:
    is_plain = (
        request.method == "GET"
        and not request.query_string
        and response.status_code == HTTPStatus.OK
    )
    if is_plain and response.mimetype == "text/html" and _takes_gzip():
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.content_encoding = GZIP
    return response


def _takes_gzip() -> bool:
    return request.accept_encodings.best_match((GZIP, "identity")) == GZIP
