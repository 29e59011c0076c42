"""The server's processes: one that keeps so many workers alive, and the workers, which share one listening socket."""

import ctypes
import os
import resource
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from granian._granian import ListenerSpec
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from app.watch.lines import CONFIG
from app.watch.parent import end_with

if TYPE_CHECKING:
    from app.cli.gateway import Gateway
    from config import Settings

BACKLOG: Final = 2048
"""Connections that wait in the kernel: while one worker takes over from another, or is busy."""
CONNECTIONS: Final = 4096
"""Connections that a worker holds at once, idle and half-sent ones too."""
FILES: Final = 16_384
HEADER_MILLISECONDS: Final = 20_000
"""As long as a request's line and headers may take to come, and a connection may be idle."""
HEADER_BYTES: Final = 64 * 1024
"""About as much as a request's line and headers may have, and a connection hold of them: nginx lets half of it pass."""
STOP_SECONDS: Final = 30
"""As long as a worker that is told to stop may take for the answers that it has begun."""
RESPAWN_SECONDS: Final = 0.5
MEMORY_LOOK_SECONDS: Final = 5
MOST_DEATHS: Final = 5
DEATHS_SECONDS: Final = 30
"""So many in so many seconds are no accidents: the server ends, and whoever watches it starts it again."""
ARENAS: Final = 2
M_ARENA_MAX: Final = -8
"""The C library's name for how many heaps its threads share, on Linux."""


class Server(MPServer):
    """Granian, whose workers accept from one socket that their parent holds.

    On Linux each of its workers would have a socket of its own, and what waits there is reset when that worker goes. Here it waits for the
    next one, so that neither a worker that is replaced nor one that was killed turns anybody away. And Granian itself gives up when a
    worker dies twice within seconds; this one when workers cannot live at all.
    """

    _deaths: tuple[float, ...] = ()

    def run(self, load: "Callable[[], Gateway]") -> None:
        """Serve until SIGTERM or SIGINT, with what `load` makes in each worker; SIGHUP replaces the workers, and no request is cut."""
        self.serve(target_loader=partial(_begin, load, os.getpid()), wrap_loader=False)

    def _init_shared_socket(self) -> None:
        held = ListenerSpec(self.bind_addr, self.bind_port, self.backlog).build()
        shared = socket.socket(fileno=held.get_fd())
        shared.set_inheritable(True)
        self.__dict__.update(_ssp=None, _shd=held, _sfd=shared.fileno(), _sso=shared)

    def _respawn_workers(self, workers: Any, spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        if not delay:  # it has died
            now = monotonic()
            self._deaths = (*(then for then in self._deaths if now - then < DEATHS_SECONDS), now)
        if len(self._deaths) < MOST_DEATHS:
            self.respawned_wrks.clear()


def server(settings: "Settings", host: str, port: int, workers: int, memory: int) -> Server:
    """A server for that place; a worker of more than `memory` megabytes is replaced."""
    _allow_files()
    lines: dict[str, Any] | None = CONFIG if settings.log == "json" else None
    return Server(
        "app:create_app",
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        workers=workers,
        backlog=BACKLOG,
        backpressure=CONNECTIONS,
        workers_kill_timeout=STOP_SECONDS,
        workers_max_rss=memory,
        rss_sample_interval=MEMORY_LOOK_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=lines,
        websockets=False,
    )


def _begin(load: "Callable[[], Gateway]", parent: int) -> "Gateway":
    """In a worker: until it serves, it ends as soon as it is told to, and does not go on with what its parent does then."""
    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL if each == signal.SIGTERM else signal.SIG_IGN)
    end_with(parent)
    _share_heaps()
    return load()


def _share_heaps() -> None:
    """What one thread has let go, the next one takes. Else each has a heap of its own, and a worker 5 MB that nobody uses."""
    if hasattr(library := ctypes.CDLL(None), "mallopt"):
        library.mallopt(M_ARENA_MAX, ARENAS)


def _allow_files() -> None:
    """A connection is an open file: as many as the system lets us have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < most:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
