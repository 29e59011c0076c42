"""Who gets a place for heavy work, who waits and who is refused."""

from threading import Barrier, Event, Lock, Thread
from time import sleep

import pytest

from app.web.http.heavy_work import HeavyWork, HeavyWorkBusy, OwnerBusy
from tests.web.http.places import WAIT, places, taken


def test_who_finds_no_place_waits_and_is_then_refused() -> None:
    work = places()
    with taken(work, 1), pytest.raises(HeavyWorkBusy), work.place(2):
        pass
    with work.place(2):
        pass


def test_who_waits_goes_on_when_the_place_is_free() -> None:
    work, done = HeavyWork(1, 2, 2, 2, 30, 30), Event()

    def wait() -> None:
        with work.place(2):
            done.set()

    with work.place(1):
        waiting = Thread(target=wait)
        waiting.start()
        assert not done.wait(WAIT)
    assert done.wait(30)
    waiting.join(30)


def test_more_than_are_admitted_wait_for_less_and_are_refused() -> None:
    work = HeavyWork(2, 2, 1, 2, 3600, WAIT)
    with taken(work, 1, 2), pytest.raises(HeavyWorkBusy), work.place(3):
        pass


def test_no_more_wait_than_leave_threads_for_pages() -> None:
    work = HeavyWork(1, 1, 0, 2, 3600, 3600)
    with taken(work, 1), pytest.raises(HeavyWorkBusy), work.place(2):
        pass


@pytest.mark.parametrize("per_owner", [1, 2], ids=["refused at once", "waits in vain"])
def test_one_owner_runs_one_at_a_time_and_others_still_get_a_place(per_owner: int) -> None:
    work = places(at_once=3, admitted=3, per_owner=per_owner)
    with taken(work, 1):
        with pytest.raises(OwnerBusy), work.place(1):
            pass
        with work.place(2):
            pass


def test_who_has_no_owner_has_no_limit_of_their_own() -> None:
    with taken(places(at_once=3, admitted=3, per_owner=1), None, None, None):
        pass


def test_newcomers_of_one_network_take_turns_while_others_find_a_place() -> None:
    work = places(at_once=3, admitted=3)
    with taken(work, "a network"):
        with pytest.raises(HeavyWorkBusy), work.place("a network"):
            pass
        with taken(work, "another network", 1):
            pass


def test_newcomers_of_one_network_leave_a_place_to_others() -> None:
    work = HeavyWork(1, 1, 1, 2, 3600, 3600)
    with taken(work, "a network"), pytest.raises(HeavyWorkBusy), work.place("a network"):
        pass


def test_a_failure_gives_the_place_back() -> None:
    work = places(at_once=1, admitted=1, per_owner=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), work.place(1):
            raise ZeroDivisionError
    with work.place(1):
        pass


def test_twenty_threads_never_run_more_than_may_run() -> None:
    work, gate, lock = HeavyWork(3, 20, 0, 20, 30, 30), Barrier(20), Lock()
    running, most = 0, 0

    def go(owner: int) -> None:
        nonlocal running, most
        gate.wait(30)
        for _ in range(5):
            with work.place(owner):
                with lock:
                    running += 1
                    most = max(most, running)
                sleep(0.001)
                with lock:
                    running -= 1

    threads = [Thread(target=go, args=(owner,)) for owner in range(20)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert most == 3
    with taken(work, 1, 2, 3):
        pass
