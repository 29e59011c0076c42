"""An empty Flask page behind the same server as Orienteer: `python -m tests.bench.empty PORT`."""

import sys

from flask import Flask

from app.cli.server import Server

PAGE = "<!doctype html><title>Empty</title>"


def page() -> Flask:
    """Return the smallest Flask application."""
    app = Flask("empty")
    app.get("/")(lambda: PAGE)
    return app


def main(port: int) -> None:
    """Serve until told to stop."""
    Server(page, "127.0.0.1", port).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
