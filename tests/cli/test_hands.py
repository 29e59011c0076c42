"""The threads that answer: one while it is quick, more while it is not, and never more than there may be."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

from app.cli.hands import PATIENCE, Hands

MOST = 4
T = TypeVar("T")


def run(what: Coroutine[Any, Any, T]) -> T:
    """In an event loop of its own, in a thread of its own: a browser that another test drives has one in this thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, what).result()


def asked(work: Iterable[Callable[[], object]], most: int = MOST) -> list[object]:
    """What each gives, or the error that it raised, when all are asked for at once."""

    async def ask() -> list[object]:
        hands = Hands(most)
        return list(await asyncio.gather(*(hands.ask(each) for each in work), return_exceptions=True))

    return run(ask())


def test_quick_work_is_done_in_order_by_one_thread() -> None:
    done: list[int] = []
    names = asked([lambda n=n: done.append(n) or threading.get_ident() for n in range(500)])  # type: ignore[misc]  # append gives None
    assert done == list(range(500))
    assert len(set(names)) <= 2, "one, but for a moment in which this machine was busy with something else"


def test_who_waits_holds_up_nobody() -> None:
    gate, done = threading.Event(), list[int]()

    def last() -> None:
        done.append(len(done))
        if len(done) == 20:
            gate.set()

    slow = [lambda: gate.wait(10)] * (MOST - 1)
    assert asked([*slow, *[last] * 20])[: MOST - 1] == [True] * (MOST - 1), "those that came later were done meanwhile"


def test_no_more_threads_than_there_may_be_and_one_in_the_end() -> None:
    here, most, counting = 0, 0, threading.Lock()

    def wait() -> None:
        nonlocal here, most
        with counting:
            here += 1
            most = max(most, here)
        time.sleep(5 * PATIENCE)
        with counting:
            here -= 1

    async def ask() -> int:
        hands = Hands(MOST)
        await asyncio.gather(*(hands.ask(wait) for _ in range(6 * MOST)))
        for _ in range(100):
            await hands.ask(lambda: None)
        return hands._count

    assert run(ask()) == 1
    assert 2 <= most <= MOST


def test_an_error_goes_to_whoever_asked_and_the_thread_goes_on() -> None:
    def fail() -> None:
        raise LookupError("not here")

    found = asked([fail, lambda: 1])
    assert isinstance(found[0], LookupError)
    assert found[1] == 1


@pytest.mark.parametrize("seconds", [0.0, 4 * PATIENCE])
def test_who_has_gone_keeps_nobody_from_being_answered(seconds: float) -> None:
    async def ask() -> int:
        hands = Hands(MOST)
        gone = hands.ask(lambda: time.sleep(seconds))
        gone.cancel()
        return await hands.ask(lambda: 2)

    assert run(ask()) == 2


def refused(monkeypatch: pytest.MonkeyPatch, *which: int) -> None:
    """The system refuses these of the threads that are begun, counted from 1."""
    begin, begun = threading.Thread.start, iter(range(1, 1_000_000))

    def start(thread: threading.Thread) -> None:
        if thread.name == "answer" and next(begun) in which:
            raise RuntimeError("can't start new thread")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", start)


@pytest.mark.parametrize("which", [(1,), (1, 2, 3), (2,), (2, 3)])
def test_a_thread_that_the_system_refuses_is_asked_for_again(monkeypatch: pytest.MonkeyPatch, which: tuple[int, ...]) -> None:
    """With none to begin with, or with one that is slow: whoever waits is answered once there is a thread to be had."""
    refused(monkeypatch, *which)
    gate = threading.Event()

    async def ask() -> list[object]:
        hands = Hands(MOST)
        slow = hands.ask(lambda: gate.wait(10))
        quick = [hands.ask(lambda n=n: n) for n in range(3)]  # type: ignore[misc]  # as above
        found = await asyncio.wait_for(asyncio.gather(*quick), 5)
        gate.set()
        await slow
        return [*found, await hands.ask(lambda: hands._count)]

    assert run(ask())[:3] == [0, 1, 2]
