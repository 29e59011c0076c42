"""The threads that answer: one, as long as it is quick, and more beside one that is not.

Threads that work at once only take the interpreter from each other: a page that eight people ask for together costs half as much again when
eight threads answer them as when one does. But whoever has to wait, for a disk, a database or a lock, must hold up nobody.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread, get_ident
from time import monotonic
from typing import Any, Final, Generic, TypeVar

PATIENCE: Final = 0.005
"""Seconds; a page takes a tenth of that. Who is at something for longer is slow, and another thread begins on what waits."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Task(Generic[T]):
    """Something to be done, and for whom."""

    work: Callable[[], T]
    asked: "asyncio.Future[T]"
    loop: asyncio.AbstractEventLoop

    def do(self) -> None:
        """In a thread: what it gives, or the error that it raises, goes to whoever asked."""
        said: T | None = None
        error: BaseException | None = None
        try:
            said = self.work()
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
            self.loop.call_soon_threadsafe(self._give, said, error)

    def _give(self, said: Any, error: BaseException | None) -> None:
        if self.asked.done():  # whoever asked has gone
            return
        if error:
            self.asked.set_exception(error)
        else:
            self.asked.set_result(said)


class Hands:
    """At most so many threads, for one event loop."""

    def __init__(self, most: int) -> None:
        self._most, self._tasks = most, SimpleQueue[Task[Any]]()
        self._began: dict[int, float] = {}
        """Thread → when it began on what it is at."""
        self._count, self._counting = 0, Lock()
        self._is_watched = False

    def ask(self, work: Callable[[], T]) -> "asyncio.Future[T]":
        """Have it done in a thread, in the order of asking. From the event loop's own thread."""
        loop = asyncio.get_running_loop()
        asked: asyncio.Future[T] = loop.create_future()
        self._tasks.put(Task(work, asked, loop))
        if not self._count:
            self._begin()
        if not self._is_watched:
            self._is_watched = True
            loop.call_later(PATIENCE, self._look, loop)
        return asked

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        """One thread more, where something waits and all that there are are slow."""
        self._is_watched = not self._tasks.empty()
        if not self._is_watched:
            return
        if not self._is_one_quick(self._count) and self._count < self._most:
            self._begin()
        loop.call_later(PATIENCE, self._look, loop)

    def _begin(self) -> None:
        """One thread more, if the system lets us have one now; whoever waits looks again."""
        with self._counting:
            self._count += 1
        try:
            Thread(target=self._serve, name="answer", daemon=True).start()
        except RuntimeError:
            with self._counting:
                self._count -= 1

    def _serve(self) -> None:
        """One task after the other, until another thread is quick enough to do without this one."""
        me = get_ident()
        while True:
            task = self._tasks.get()
            self._began[me] = monotonic()
            task.do()
            del self._began[me], task
            with self._counting:
                if self._count > 1 and self._is_one_quick(self._count - 1):
                    self._count -= 1
                    return

    def _is_one_quick(self, count: int) -> bool:
        """Whether of so many threads one has nothing to do, or has been at it for a moment only."""
        began = [*self._began.values()]
        return len(began) < count or max(began, default=0.0) > monotonic() - PATIENCE
