"""`orienteer serve`: brings the database up to date, removes what is past its time, and serves the pages until it is told to stop."""

import gc
import multiprocessing
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection
from multiprocessing.synchronize import Lock
from pathlib import Path
from typing import Final

import click

from app.catalogue.text import Language
from app.cli.clock import doubtful, warn
from app.cli.gateway import Gateway, gateway
from app.cli.language import speak
from app.cli.options import Refused, language_option
from app.cli.start import start
from app.documents.words import Words
from config import Settings

THREADS: Final = 16
"""For each worker. With SQLite there is one: writers wait for each other anyway, and reads are short."""
START_SECONDS: Final = 60
LAST_PORT: Final = 65535
MOST_WORKERS: Final = 64
MEMORY: Final = 512
LOCAL_TIME: Final = Path("/etc/localtime")
LEAST: Final = "/static/mark.svg"
"""What takes the least to answer: whoever waits for the first page should not wait for ours too."""


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command("serve", help=_("Serve the pages until it is stopped; the address is said last."))
    @click.option("--host", default="127.0.0.1", show_default=True, help=_("The address to listen at."))
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(1, LAST_PORT), help=_("The port to listen at."))
    @click.option(
        "--workers", default=1, show_default=True, type=click.IntRange(1, MOST_WORKERS), help=_("Processes; several only on PostgreSQL.")
    )
    @click.option(
        "--memory", default=MEMORY, show_default=True, type=click.IntRange(1), help=_("Megabytes beyond which a worker is replaced.")
    )
    @language_option(words)
    def serve(host: str, port: int, workers: int, memory: int) -> None:
        from app.cli.workers import server

        _refuse_unusable(words, host, port)
        with _nothing_let_go():
            settings = _ready(words, port, workers)
        first = multiprocessing.get_context("fork").Lock()
        load = partial(_load, words.language, host, port, first)
        with _counting(words, settings):
            server(settings, host, port, workers, memory).run(load)

    return serve


def _ready(words: Words, port: int, workers: int) -> Settings:
    """The settings, once the content and the database are seen to be fit for them, and what is past its time is removed."""
    from app.storage.cleaning import clean_up
    from app.storage.engine import StorageUnavailable

    settings, engine = start(words)
    _refuse_one_port(words, port, settings)
    if workers > 1 and engine.dialect.name == "sqlite":
        raise Refused(
            words.gettext(
                "Several workers need PostgreSQL: in SQLite they would wait for each other. Set DATABASE_URL, or leave --workers out."
            )
        )
    with suppress(StorageUnavailable):  # a full disk stops nobody from reading
        if clean_up(engine, now := int(time.time()), settings.retention_days).is_doubtful:
            warn(doubtful(words, now), settings)
    engine.dispose()  # the workers are forks of this process: no open database may go with them
    return settings


@contextmanager
def _nothing_let_go() -> Iterator[None]:
    """What the block makes stays: nobody looks, again and again, for what of it could be let go. That took a twelfth of a start."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


@contextmanager
def _counting(words: Words, settings: Settings) -> Iterator[None]:
    """While the block runs, what its workers count is added up where Prometheus may ask for it; where it may not, nothing."""
    if settings.metrics is None:
        yield
        return
    from app.watch import exporter

    host, port = settings.metrics
    if why := _unusable(host, port):
        raise Refused(
            words.gettext("ORIENTEER_METRICS: %(host)s:%(port)s cannot be used (%(why)s).") % {"host": host, "port": port, "why": why}
        )
    with tempfile.TemporaryDirectory(prefix="orienteer-") as folder:
        exporter.count_in(folder)
        with exporter.exporting(settings.metrics, folder):
            yield


def _refuse_unusable(words: Words, host: str, port: int) -> None:
    """An address that cannot be listened at, or a port in use, is said at once, with the mend."""
    if ":" in host or not host:
        raise Refused(
            words.gettext("%(host)s is no address to listen at: give a name or four numbers, such as 127.0.0.1.") % {"host": repr(host)}
        )
    if why := _unusable(host, port):
        sentence = words.gettext("%(host)s:%(port)s cannot be used (%(why)s). Name another: make run HOST=127.0.0.1 PORT=8001")
        raise Refused(sentence % {"host": host, "port": port, "why": why})


def _refuse_one_port(words: Words, port: int, settings: Settings) -> None:
    """Both could listen there, and whoever asks for a page would get counts now and then."""
    if settings.metrics and settings.metrics[1] == port:
        raise Refused(words.gettext("ORIENTEER_METRICS: %(port)s is the port of the pages. Name another.") % {"port": port})


def _unusable(host: str, port: int) -> str | None:
    """Why nobody can listen there; None when one can."""
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def _load(language: Language, host: str, port: int, first: Lock) -> Gateway:
    """The application behind its gateway, in a worker; the first one says the address.

    Its threads begin only here, for a thread that is running while a process forks can lock it up.
    """
    if LOCAL_TIME.exists():
        os.environ.setdefault("TZ", f":{LOCAL_TIME}")  # which it is anyway; not being told, Babel looks whether six hundred zones are there
    os.environ.pop("FLASK_DEBUG", None)  # whatever the environment says: this is how people are served
    with _nothing_let_go():
        from app import create_app

        app = create_app(is_migrated=True)
    if first.acquire(block=False):
        threading.Thread(target=_announce, args=(speak(language), host, port), daemon=True).start()
    return gateway(app, THREADS)


def _announce(words: Words, host: str, port: int) -> None:
    """Say the address once it answers."""
    at = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (read, not bound) # nosec B104
    said = words.gettext("Orienteer is at %(address)s (stop it with Ctrl+C)")
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        asking = HTTPConnection(at, port, timeout=2)
        try:
            asking.request("GET", LEAST)
            if asking.getresponse().status == HTTPStatus.BAD_REQUEST:  # it answers, but not to this name
                said = words.gettext("Orienteer answers at %(address)s only when ORIENTEER_HOSTS names that host.")
        except OSError:
            time.sleep(0.05)
            continue
        finally:
            asking.close()
        click.echo(said % {"address": f"http://{at}:{port}"})
        return
