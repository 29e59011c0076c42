"""The address that Prometheus asks: every worker answers there with the counts of all workers."""

import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from prometheus_client import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"


def count_in(folder: str) -> None:
    """Set the folder in which all processes count, before any imports prometheus_client."""
    os.environ[FOLDER] = folder


def forget_process(pid: int) -> None:
    """Drop what an ended worker had in flight or in use."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid)


class AllWorkers:
    """The counts of all workers, added up.

    The library's own collector fails on the empty file that a worker has just created, so empty
    files are left out.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> "Iterable[Metric]":
        """Return the merged metrics."""
        from prometheus_client.multiprocess import MultiProcessCollector

        files = [str(path) for path in self._folder.glob("*.db") if _has_content(path)]
        merged: Iterable[Metric] = MultiProcessCollector.merge(files)
        return merged


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:  # its worker has just been forgotten
        return False


def metrics_app(folder: str) -> "WSGIApplication":
    """Return the application that answers with all counts."""
    from prometheus_client import CollectorRegistry, Info, make_wsgi_app

    registry = CollectorRegistry()
    registry.register(AllWorkers(Path(folder)))
    build = Info("orienteer_build", "The version that runs here.", registry=None)
    build.info({"version": version("orienteer"), "python": python_version()})
    registry.register(build)
    return make_wsgi_app(registry)


class MetricsPort:
    """WSGI middleware: requests at the metrics port go to the metrics, all others to the pages."""

    def __init__(self, pages: "WSGIApplication", metrics: "WSGIApplication", port: int) -> None:
        self._pages, self._metrics, self._port = pages, metrics, str(port)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request. SERVER_PORT is the server's own port, whatever the client says."""
        chosen = self._metrics if environ["SERVER_PORT"] == self._port else self._pages
        return chosen(environ, start_response)
