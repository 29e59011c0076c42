"""`orienteer serve`: migrate the database, remove expired data, and serve with gunicorn."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import click

from app.cli.errors import CommandError
from app.cli.maintenance.database import clock_warning, open_instance, print_warning
from app.cli.options import Decorator, add_options, language_option
from app.exports.words import Words
from app.settings.network import LAST_PORT, LOOPBACK_NAMES
from config import Settings

if TYPE_CHECKING:
    from flask import Flask

MAX_WORKERS: Final = 64
MIN_MAX_REQUESTS: Final = 1_000
"""With fewer requests a worker would spend its time starting."""


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext

    @click.command(
        "serve", help=_("Serve the pages until you stop it. Prints the address once it is ready.")
    )
    @add_options(_options(words))
    @language_option(words)
    def serve(host: str, port: int, workers: int, max_requests: int | None) -> None:
        from app.cli.server import Server
        from app.observability.log_config import configure_logging

        if max_requests and workers == 1:
            raise CommandError(
                _(
                    "--max-requests needs several workers: with one, everybody would wait while "
                    "it is replaced."
                )
            )
        _check_address(words, host, port)
        settings = _prepare(words, port, workers)
        configure_logging(settings.log)
        announce = partial(_announce, words, settings, host, port)
        Server(
            _load_app,
            host,
            port,
            workers=workers,
            max_requests=max_requests or 0,
            metrics=settings.metrics,
            announce=announce,
        ).run()

    return serve


def _options(words: Words) -> Iterator[Decorator]:
    _ = words.gettext
    yield click.option(
        "--host", default="127.0.0.1", show_default=True, help=_("The address to listen at.")
    )
    yield click.option(
        "--port",
        default=8000,
        show_default=True,
        type=click.IntRange(1, LAST_PORT),
        help=_("The port to listen at."),
    )
    yield click.option(
        "--workers",
        default=1,
        show_default=True,
        type=click.IntRange(1, MAX_WORKERS),
        help=_("Processes; several only on PostgreSQL."),
    )
    yield click.option(
        "--max-requests",
        type=click.IntRange(MIN_MAX_REQUESTS),
        help=_("Replace a worker after about so many requests; only with several workers."),
    )


def _prepare(words: Words, port: int, workers: int) -> Settings:
    """Check the content, migrate the database, remove expired data, and return the settings."""
    from app.storage.cleanup import clean_up
    from app.storage.engine import StorageUnavailable

    settings, engine = open_instance(words)
    _check_metrics(words, port, settings)
    if workers > 1 and engine.dialect.name == "sqlite":
        raise CommandError(
            words.gettext(
                "Several workers need PostgreSQL: in SQLite they would wait for each other. Set "
                "DATABASE_URL, or leave --workers out."
            )
        )
    with suppress(StorageUnavailable):  # with a full disk people can still read
        if clean_up(engine, now := int(time.time()), settings.retention_days).is_doubtful:
            print_warning(clock_warning(words, now), settings)
    engine.dispose()  # workers are forks of this process: they must not inherit an open database
    return settings


def _check_address(words: Words, host: str, port: int) -> None:
    """Raise CommandError for an address or port that cannot be listened on."""
    if ":" in host or not host:
        raise CommandError(
            words.gettext(
                "%(host)s is no address to listen at: give a name or four numbers, such as "
                "127.0.0.1."
            )
            % {"host": repr(host)}
        )
    if why := _bind_error(host, port):
        sentence = words.gettext(
            "%(host)s:%(port)s cannot be used (%(why)s). Choose another: --port 8001, or "
            "PORT=8001 make run."
        )
        raise CommandError(sentence % {"host": host, "port": port, "why": why})


def _check_metrics(words: Words, port: int, settings: Settings) -> None:
    """Raise CommandError for a metrics address that cannot be used.

    The server separates metrics from pages by the port alone, so the ports must differ.
    """
    if settings.metrics is None:
        return
    host, own_port = settings.metrics
    if own_port == port:
        raise CommandError(
            words.gettext("ORIENTEER_METRICS: %(port)s is the port of the pages. Name another.")
            % {"port": port}
        )
    if why := _bind_error(host, own_port):
        sentence = words.gettext("ORIENTEER_METRICS: %(host)s:%(port)s cannot be used (%(why)s).")
        raise CommandError(sentence % {"host": host, "port": own_port, "why": why})


def _bind_error(host: str, port: int) -> str | None:
    """Return why the address cannot be listened on, or None if it can."""
    with socket.socket(socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


def _load_app() -> "Flask":
    """Return the application, in a worker. Debug mode stays off whatever the environment says."""
    os.environ.pop("FLASK_DEBUG", None)
    from app import create_app

    return create_app(is_migrated=True)


def _announce(words: Words, settings: Settings, host: str, port: int) -> None:
    """Print the address. Called once the socket listens."""
    at = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (only compared) # nosec B104
    text = words.gettext("Orienteer is at %(address)s (stop it with Ctrl+C)")
    if not _is_served(at, settings.hosts):
        text = words.gettext(
            "Orienteer answers at %(address)s only when ORIENTEER_HOSTS names that host."
        )
    click.echo(text % {"address": f"http://{at}:{port}"})


def _is_served(host: str, hosts: tuple[str, ...]) -> bool:
    """Return whether the pages answer to this name.

    A leading dot in `hosts` means all subdomains.
    """
    return host in LOOPBACK_NAMES or any(
        host == each.removeprefix(".") or (each.startswith(".") and host.endswith(each))
        for each in hosts
    )
