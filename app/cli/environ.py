"""A request as WSGI has it."""

import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from granian.rsgi import Scope

Environ = dict[str, Any]


def environ_of(scope: "Scope") -> Environ:
    """The request's line and headers as WSGI names them; bytes travel as Latin-1 there."""
    server, client = scope.server.rpartition(":"), scope.client.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "replace").decode("latin-1"),
        "QUERY_STRING": scope.query_string.encode("utf-8", "replace").decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": server[2],
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if "_" in name:  # would pass for the header with "-" that a proxy in front has set
            continue
        if key in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            environ[key] = value
        else:
            earlier = environ.get(f"HTTP_{key}")
            environ[f"HTTP_{key}"] = value if earlier is None else f"{earlier}{'; ' if name == 'cookie' else ','}{value}"
    return environ
