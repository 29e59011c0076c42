"""Static files travel compressed; pages do not.

The length of a compressed page tells whoever watches the line how much of what its address says stands on it already (BREACH), and pages
hold what somebody answered, beside addresses that repeat what was asked. A static file holds nothing of anybody.
"""

import gzip
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from flask import Flask, Response, request, send_file

STATIC = Path(__file__).with_name("static")
GZIP = "gzip"


def install(app: Flask) -> None:
    """Compress each file once, at the start; while one develops, files change, and are sent as they are."""
    if app.debug:
        return
    packed = {path.name: gzip.compress(path.read_bytes(), mtime=0) for path in STATIC.iterdir()}
    send_plain = app.send_static_file

    def send(filename: str) -> Response:
        if filename in packed and request.accept_encodings.best_match((GZIP, "identity")) == GZIP:
            found = packed[filename]
            answer = send_file(BytesIO(found), download_name=filename, etag=sha256(found).hexdigest(), max_age=app.get_send_file_max_age)
            answer.content_encoding = GZIP
        else:
            answer = send_plain(filename)
        answer.vary.add("Accept-Encoding")
        return answer

    app.view_functions["static"] = send
