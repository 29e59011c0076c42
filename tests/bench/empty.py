"""An empty Flask page behind the same server, gateway and threads as Orienteer's pages: `python -m tests.bench.empty PORT THREADS`."""

import sys
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from app.cli.workers import server

if TYPE_CHECKING:
    from flask import Flask

    from app.cli.gateway import Gateway
    from config import Settings

PAGE = "<!doctype html><title>Empty</title>"
MEMORY = 512


def main(port: int, threads: int) -> None:
    settings = cast("Settings", SimpleNamespace(log="text"))
    server(settings, "127.0.0.1", port, 1, MEMORY).run(partial(_load, threads))


def page() -> "Flask":
    from flask import Flask

    app = Flask("empty")
    app.get("/")(lambda: PAGE)
    return app


def _load(threads: int) -> "Gateway":
    from app.cli.gateway import gateway

    return gateway(page(), threads)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
