"""`orienteer serve`: brings the database up to date, removes what is past its time, and serves the pages until it is told to stop."""

import os
import socket
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from functools import partial
from typing import Final

import click

from app.catalogue.text import Language
from app.cli.gateway import Gateway, gateway
from app.cli.language import speak
from app.cli.options import Refused, language_option
from app.cli.start import start
from app.documents.words import Words

THREADS: Final = 16
"""With SQLite one process with threads: writers wait for each other anyway, and reads are short."""
STOP_SECONDS: Final = 10
RESPAWN_SECONDS: Final = 0.5
START_SECONDS: Final = 60
LAST_PORT: Final = 65535


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command("serve", help=_("Serve the pages until it is stopped; the address is said last."))
    @click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen at."))
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(1, LAST_PORT), help=_("The port to listen at."))
    @language_option(words)
    def serve(host: str, port: int) -> None:
        from granian import Granian
        from granian.constants import HTTPModes, Interfaces
        from granian.log import LogLevels

        from app.storage.cleaning import clean_up
        from app.storage.engine import StorageUnavailable

        _refuse_unusable(words, host, port)
        settings, engine = start(words)
        with suppress(StorageUnavailable):  # a full disk stops nobody from reading
            clean_up(engine, int(time.time()), settings.retention_days)
        engine.dispose()  # the worker is a fork of this process: no open database may go with it
        load = partial(_load, words.language, host, port)
        Granian(
            "app:create_app",
            address=host,
            port=port,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            workers=1,
            workers_kill_timeout=STOP_SECONDS,
            respawn_failed_workers=True,
            respawn_interval=RESPAWN_SECONDS,
            log_level=LogLevels.error,
            websockets=False,
        ).serve(target_loader=load, wrap_loader=False)

    return serve


def _refuse_unusable(words: Words, host: str, port: int) -> None:
    """An address that cannot be listened at, or a port in use, is said at once, with the mend."""
    if ":" in host or not host:
        raise Refused(
            words.gettext("%(host)s is no address to listen at: give a name or four numbers, such as 127.0.0.1.") % {"host": repr(host)}
        )
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sentence = words.gettext("%(host)s:%(port)s cannot be used (%(why)s). Name another: make run HOST=127.0.0.1 PORT=8001")
            raise Refused(sentence % {"host": host, "port": port, "why": error.strerror}) from error


def _load(language: Language, host: str, port: int) -> Gateway:
    """The application behind its gateway, in the worker.

    Its threads begin only here, for a thread that is running while a process forks can lock it up.
    """
    from app import create_app

    os.environ.pop("FLASK_DEBUG", None)  # whatever the environment says: this is how people are served
    app = create_app()
    threading.Thread(target=_announce, args=(speak(language), host, port), daemon=True).start()
    return gateway(app, THREADS)


def _announce(words: Words, host: str, port: int) -> None:
    """Say the address once it answers."""
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 (read, not bound) # nosec B104
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 (our own address) # nosec B310
        except urllib.error.HTTPError:  # it answers, but not to this name
            click.echo(words.gettext("Orienteer answers at %(address)s only when ORIENTEER_HOSTS names that host.") % {"address": address})
            return
        except OSError:
            time.sleep(0.05)
        else:
            click.echo(words.gettext("Orienteer is at %(address)s (stop it with Ctrl+C)") % {"address": address})
            return
