"""The process that Prometheus asks: it adds up what all workers have counted, on a port that is not the pages'."""

import multiprocessing
import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from multiprocessing.context import ForkProcess
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Final

from app.watch.parent import end_with

if TYPE_CHECKING:
    from prometheus_client import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
LOOK_SECONDS: Final = 1.0


def count_in(folder: str) -> None:
    """Say where processes count; before the first of them imports the library, which asks only then."""
    os.environ[FOLDER] = folder


def begin(place: tuple[str, int], folder: str) -> ForkProcess:
    """Start the process; it ends with the one that calls this, however that ends."""
    process = multiprocessing.get_context("fork").Process(target=_export, args=(place, folder, os.getpid()), name="exporter", daemon=True)
    process.start()
    return process


def _export(place: tuple[str, int], folder: str, parent: int) -> None:
    del os.environ[FOLDER]  # this one reads the files, and counts nothing
    from prometheus_client import CollectorRegistry, Info, start_http_server

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all processes; this one ends with its parent
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent)
    registry = CollectorRegistry()
    registry.register(Workers(Path(folder)))
    about = CollectorRegistry()
    Info("orienteer_build", "What runs here.", registry=about).info({"version": version("orienteer"), "python": python_version()})
    registry.register(about)
    start_http_server(place[1], place[0], registry)
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)


class Workers:
    """The counts of all workers, added up; the library's own way to do so fails while a worker begins a file, which is empty then."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def collect(self) -> "Iterable[Metric]":
        """What each worker has counted until now, and of those that are gone what stays true."""
        from prometheus_client.multiprocess import MultiProcessCollector

        _forget_the_dead(self._folder)
        files = [str(path) for path in self._folder.glob("*.db") if path.exists() and path.stat().st_size]
        merged: Iterable[Metric] = MultiProcessCollector.merge(files)  # type: ignore[no-untyped-call]  # the library has no type for it
        return merged


def _forget_the_dead(folder: Path) -> None:
    """What a process that is gone had in flight or in use is no more."""
    for path in folder.glob("gauge_live*.db"):
        pid = int(path.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            with suppress(FileNotFoundError):
                path.unlink()
