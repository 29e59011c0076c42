"""The process that Prometheus asks: it adds up what all workers have counted, on a port that is not the pages'."""

import logging
import multiprocessing
import os
import signal
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from platform import python_version
from threading import Thread
from typing import TYPE_CHECKING, Final

from app.watch.parent import end_with

if TYPE_CHECKING:
    from prometheus_client import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
LOOK_SECONDS: Final = 1.0
SOON_SECONDS, LONG_SECONDS = 1.0, 60.0
"""One that has ended is begun again soon; one that does not live long, after a while that doubles up to this."""
OPEN_FILES: Final = "/dev/fd"
STANDARD: Final = frozenset({0, 1, 2})
"""What a process has open, by number; its standard error may be a socket of the log's."""

Place = tuple[str, int]
"""Host and port."""


def count_in(folder: str) -> None:
    """Say where processes count; before the first of them imports the library, which asks only then."""
    os.environ[FOLDER] = folder


@contextmanager
def exporting(place: Place, folder: str) -> Iterator[None]:
    """While the block runs the process does; when it ends, it is begun again. It ends with the one that calls this, however that ends."""
    over, say = multiprocessing.Pipe(duplex=False)
    keeper = Thread(target=_keep, args=(_begin(place, folder), place, folder, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        say.send_bytes(b"over")
        keeper.join()


def _keep(process: ForkProcess, place: Place, folder: str, over: Connection) -> None:
    """In a thread that lives as long as it is to be kept, for a process is told when the thread that began it ends."""
    pause, begun = SOON_SECONDS, time.monotonic()
    while over not in wait([process.sentinel, over]):
        pause = SOON_SECONDS if time.monotonic() - begun > LONG_SECONDS else min(2 * pause, LONG_SECONDS)
        logging.getLogger("orienteer").warning("the process that Prometheus asks has ended; it is begun again in %d s", pause)
        if over.poll(pause):
            break
        begun = time.monotonic()
        with suppress(OSError):  # no memory for it now
            process = _begin(place, folder)
    process.kill()  # it may be too young to be told
    process.join()


def _begin(place: Place, folder: str) -> ForkProcess:
    process = multiprocessing.get_context("fork").Process(target=_export, args=(place, folder, os.getpid()), name="exporter", daemon=True)
    process.start()
    return process


def _export(place: Place, folder: str, parent: int) -> None:
    _close_sockets()
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


def _close_sockets() -> None:
    """While this process held that of the pages, who comes when their workers are gone would wait there for nobody."""
    for number in {int(name) for name in os.listdir(OPEN_FILES)} - STANDARD:
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                os.close(number)


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
