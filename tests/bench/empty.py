"""An empty Flask page behind the same server, gateway and threads as Orienteer's pages: `python -m tests.bench.empty PORT THREADS`."""

import sys
from functools import partial
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

if TYPE_CHECKING:
    from flask import Flask

    from app.cli.gateway import Gateway

PAGE = "<!doctype html><title>Empty</title>"


def main(port: int, threads: int) -> None:
    Granian(
        "tests.bench.empty",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        workers=1,
        log_level=LogLevels.error,
        websockets=False,
    ).serve(target_loader=partial(_load, threads), wrap_loader=False)


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
