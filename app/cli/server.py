"""gunicorn with gthread workers, configured in code: https://gunicorn.org, "Custom Application" and "Server Hooks"."""

import resource
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication
from gunicorn.errors import HaltServer

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

    from app.settings.watching import Place

THREADS: Final = 16
"""For each worker. Writers to SQLite wait for each other anyway, and reads are short."""
KEEPALIVE_SECONDS: Final = 20
"""Longer than nginx keeps an idle connection to a node (10 s), so that nginx never uses one that is being closed."""
STOP_SECONDS: Final = 30
"""A worker that is told to stop has this long to finish the requests that it has begun."""
SILENT_SECONDS: Final = 60
"""A worker whose main thread does not run for so long is replaced."""
OPEN_FILES: Final = 16_384
JITTER: Final = 0.1
"""Workers that are replaced after so many requests vary the number by this share, so that they do not go together."""
YOUNG_SECONDS: Final = 10
MOST_YOUNG_DEATHS: Final = 5
"""So many workers in a row that lived for less than that: the server ends with 1, so that its supervisor starts it again."""


@dataclass
class CrashLoop:
    """Counts workers that die soon after they started. gunicorn itself ends only when a worker cannot load the application."""

    started: dict[int, float] = field(default_factory=dict)
    """The age of a worker, gunicorn's running number → when it started."""
    deaths: int = 0

    def on_start(self, worker: "Worker") -> None:
        """Note the time of a start."""
        self.started[worker.age] = monotonic()

    def on_reload(self) -> None:
        """Expect the present workers to end."""
        self.started.clear()

    def on_end(self, worker: "Worker") -> None:
        """Raise HaltServer when too many workers in a row died young."""
        began = self.started.pop(worker.age, None)
        died_young = began is not None and monotonic() - began < YOUNG_SECONDS
        self.deaths = self.deaths + 1 if died_young else 0
        if self.deaths >= MOST_YOUNG_DEATHS:
            raise HaltServer("Workers keep dying soon after they start.", 1)


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """A gunicorn server for the application that `load_app` returns; each worker calls it once.

    `run` returns only by SystemExit: 0 after SIGTERM or SIGINT, 1 after a crash loop, 3 when a worker cannot load the application.
    SIGHUP replaces the workers. `announce` is called in the first worker as soon as it can answer.
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
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's settings."""
        crash_loop = CrashLoop()
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
            "forwarded_allow_ips": "",  # otherwise it believes X-Forwarded-Proto from loopback; Werkzeug's ProxyFix decides
            "control_socket_disable": True,
            "accesslog": None,
            "errorlog": None,  # app.watch.log_config has its handler
            "loglevel": "warning",
            "on_starting": self._on_starting,
            "pre_fork": lambda _server, worker: crash_loop.on_start(worker),
            "post_worker_init": self._post_worker_init,
            "on_reload": lambda _server: crash_loop.on_reload(),
            "child_exit": lambda server, worker: self._child_exit(server, worker, crash_loop),
            "on_exit": self._on_exit,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> "WSGIApplication":
        """Return what a worker serves."""
        from app.cli.request_body import RequestBodyMiddleware

        pages = RequestBodyMiddleware(self._load_app())
        if not self._metrics:
            return pages
        from app.watch.metrics_port import MetricsPort, metrics_app

        return MetricsPort(pages, metrics_app(self._counts_folder), self._metrics[1])

    def _on_starting(self, _server: "Arbiter") -> None:
        _allow_open_files()
        if self._metrics:
            from app.watch.metrics_port import count_in

            count_in(self._counts_folder)

    def _post_worker_init(self, worker: "Worker") -> None:
        if worker.age == 1:
            self._announce()

    def _child_exit(self, server: "Arbiter", worker: "Worker", crash_loop: CrashLoop) -> None:
        if self._metrics:
            from app.watch.metrics_port import forget_process

            forget_process(worker.pid)
        if server.LISTENERS:  # else the server itself is stopping
            crash_loop.on_end(worker)

    def _on_exit(self, _server: "Arbiter") -> None:
        if self._counts_folder:
            shutil.rmtree(self._counts_folder, ignore_errors=True)


def _allow_open_files() -> None:
    """Raise the limit of open files towards OPEN_FILES: each connection is one, and accept() fails at the limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
