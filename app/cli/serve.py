"""`orienteer serve`: brings the database up to date and serves the pages until it is told to stop."""

import socket
import threading
import time
import urllib.request

import click

from app.cli.language import _
from app.storage.engine import StorageUnavailable

THREADS = 8
"""With SQLite one process with threads: writers wait for each other anyway, and reads are short."""
STOP_SECONDS = 10
START_SECONDS = 60


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen at.")
def serve(host: str, port: int) -> None:
    """Serve the pages, by default at http://127.0.0.1:8000."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from app import create_app

    _refuse_taken(host, port)
    try:
        create_app()
    except StorageUnavailable as error:
        raise click.ClickException(_("The database cannot be opened (%s). Check DATABASE_URL and the permissions of the instance folder.") % error.__cause__) from error
    threading.Thread(target=_announce, args=(host, port), daemon=True).start()
    Granian(
        "app:create_app",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
        websockets=False,
    ).serve()


def _refuse_taken(host: str, port: int) -> None:
    """A port in use is said at once, with the mend."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(_("%(host)s:%(port)s cannot be used (%(why)s). Name another port: make run PORT=8001") % {"host": host, "port": port, "why": error.strerror}) from error


def _announce(host: str, port: int) -> None:
    """Say the address once it answers."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 (compared, not bound)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{shown}:{port}/healthz", timeout=2).close()  # noqa: S310 (our own address)
        except OSError:
            time.sleep(0.05)
        else:
            click.echo(_("Orienteer is at http://%(shown)s:%(port)s (stop it with Ctrl+C)") % {"shown": shown, "port": port})
            return
