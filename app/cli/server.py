"""gunicorn with gthread workers, configured in code.

See https://gunicorn.org, "Custom Application" and "Server Hooks".
"""

import logging
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from mmap import mmap
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.errors import HaltServer

from app.cli.wsgi_middleware import (
    HeldResponseMiddleware,
    RequestBodyMiddleware,
    release_response,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from gunicorn.workers.base import Worker

    from app.settings.observability import Place

THREADS: Final = 16
"""For each worker. Writers to SQLite wait for each other anyway, and reads are short."""
KEEPALIVE_SECONDS: Final = 20
"""Longer than nginx keeps an idle connection to a node (10 s), so that nginx never uses a
connection that is being closed."""
STOP_SECONDS: Final = 30
"""A worker that is told to stop has this long to finish the requests that it has begun."""
SILENT_SECONDS: Final = 60
"""A worker whose main thread does not run for so long is replaced."""
OPEN_FILES: Final = 16_384
MAX_REQUEST_LINE_BYTES: Final = 8190
"""Bytes of a request line; nginx allows 8 KiB."""
SHARED_MEMORY: Final = "/dev/shm"  # noqa: S108 (gunicorn makes its own file in it) # nosec B108
"""Folder of gunicorn's heartbeat files: a full disk must not stop a reload (gunicorn's FAQ)."""
JITTER: Final = 0.1
"""Share by which workers vary their number of requests, so that they are not replaced together."""
YOUNG_SECONDS: Final = 10
MAX_YOUNG_DEATHS: Final = 5
"""After this many workers in a row that lived for less than YOUNG_SECONDS the server ends with 1,
so that its supervisor starts it again."""


class SharedFlags:
    """A byte for each worker in shared memory, by which a worker can signal to the arbiter."""

    ANNOUNCED: Final = 0
    _SIZE: Final = 4096

    def __init__(self) -> None:
        self._bytes = mmap(-1, self._SIZE)

    def set(self, index: int) -> None:
        """Set a worker's flag by its age, gunicorn's running number from 1, or ANNOUNCED."""
        self._bytes[index % self._SIZE] = 1

    def clear(self, index: int) -> bool:
        """Clear the flag; returns whether it was set."""
        was_set = self.is_set(index)
        self._bytes[index % self._SIZE] = 0
        return was_set

    def is_set(self, index: int) -> bool:
        """Return whether the flag is set."""
        return bool(self._bytes[index % self._SIZE])


@dataclass
class CrashLoop:
    """Counts workers that die soon after they started.

    gunicorn itself ends only when a worker cannot load the application.
    """

    flags: SharedFlags
    started: dict[int, float] = field(default_factory=dict)
    """The age of a worker → when it started, by the monotonic clock."""
    deaths: int = 0

    def before_fork(self, _server: "Arbiter", worker: "Worker") -> None:
        """Note the time of a start."""
        self.flags.clear(worker.age)
        self.started[worker.age] = monotonic()

    def on_worker_exit(self, _server: "Arbiter", worker: "Worker") -> None:
        """In the worker: set its flag when it ends as told, or after its share of requests."""
        if not worker.alive:
            self.flags.set(worker.age)

    def after_end(self, worker: "Worker") -> None:
        """In the arbiter: raise HaltServer when too many workers in a row died young."""
        lived = monotonic() - self.started.pop(worker.age, 0.0)
        died_young = not self.flags.clear(worker.age) and lived < YOUNG_SECONDS
        self.deaths = self.deaths + 1 if died_young else 0
        if self.deaths >= MAX_YOUNG_DEATHS:
            raise HaltServer("Workers keep dying soon after they start.", 1)


class Server(BaseApplication):
    """A gunicorn server for the application that `load_app` returns; each worker calls it once.

    `run` returns only by SystemExit: 0 after SIGTERM or SIGINT, 1 after a crash loop, 3 when a
    worker cannot load the application.
    SIGHUP replaces the workers. `announce` is called once, as soon as a worker can answer.
    """

    def __init__(
        self,
        load_app: "Callable[[], WSGIApplication]",
        host: str,
        port: int,
        *,
        workers: int = 1,
        max_requests: int = 0,
        metrics: "Place | None" = None,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        self._load_app, self._announce = load_app, announce
        self._places = [(host, port), *([metrics] if metrics else [])]
        self._workers, self._max_requests = workers, max_requests
        self._metrics = metrics
        self._counts_folder = tempfile.mkdtemp(prefix="orienteer-") if metrics else ""
        self._flags = SharedFlags()
        self._crash_loop = CrashLoop(self._flags)
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings."""
        settings: dict[str, Any] = {
            "bind": [f"{host}:{port}" for host, port in self._places],
            "worker_class": "gthread",
            "workers": self._workers,
            "threads": THREADS,
            "max_requests": self._max_requests,
            "max_requests_jitter": int(self._max_requests * JITTER),
            "keepalive": KEEPALIVE_SECONDS,
            "graceful_timeout": STOP_SECONDS,
            "timeout": SILENT_SECONDS,
            "limit_request_line": MAX_REQUEST_LINE_BYTES,
            "worker_tmp_dir": SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else None,
            # By default gunicorn trusts X-Forwarded-Proto from loopback; ProxyFix decides here.
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "accesslog": None,
            "errorlog": None,  # app.observability.log_config has its handler
            "loglevel": "warning",
            "on_starting": self._on_starting,
            "pre_fork": self._crash_loop.before_fork,
            "post_worker_init": self._post_worker_init,
            "post_request": release_response,
            "worker_exit": self._crash_loop.on_worker_exit,
            "child_exit": self._child_exit,
            "on_exit": self._on_exit,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Return what a worker serves. If it cannot be loaded, log why and end the worker.

        The server then ends too.

        gunicorn would print the exception with its message, which may hold a database's address.
        """
        try:
            return self._wsgi_app()
        except Exception:
            logging.getLogger(__name__).exception("the application cannot be loaded")
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def _wsgi_app(self) -> "WSGIApplication":
        pages = HeldResponseMiddleware(RequestBodyMiddleware(self._load_app()))
        if not self._metrics:
            return pages
        from app.observability.metrics_port import MetricsPort, metrics_app

        return MetricsPort(pages, metrics_app(self._counts_folder), self._metrics[1])

    def _on_starting(self, _server: "Arbiter") -> None:
        _allow_open_files()
        if self._metrics:
            from app.observability.metrics_port import count_in

            count_in(self._counts_folder)

    def _post_worker_init(self, _worker: "Worker") -> None:
        if not self._flags.is_set(SharedFlags.ANNOUNCED):
            self._flags.set(SharedFlags.ANNOUNCED)
            with suppress(OSError):  # nobody can read it
                self._announce()

    def _child_exit(self, server: "Arbiter", worker: "Worker") -> None:
        if self._metrics:
            from app.observability.metrics_port import forget_process

            forget_process(worker.pid)
        if server.LISTENERS:  # else the server itself is stopping
            self._crash_loop.after_end(worker)

    def _on_exit(self, _server: "Arbiter") -> None:
        if self._counts_folder:
            shutil.rmtree(self._counts_folder, ignore_errors=True)


def _allow_open_files() -> None:
    """Raise the limit of open files towards OPEN_FILES: each connection needs one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
