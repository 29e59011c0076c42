"""Heavy work has few places, so that nobody can hold up the rest with plans and files."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier, Event, Lock, Thread
from time import sleep

import pytest
from flask import Flask

from app.web.data import exports
from app.web.http import heavy_work
from app.web.http.heavy_work import HeavyWork, HeavyWorkBusy, OwnerBusy
from app.web.plan import current_plan
from tests.support.visitor import CLEAR, Visitor
from tests.web.data.own_data import bring, downloaded

PLAN = "/assessments/1/plan"
EXPORT = "/data/export.json"
WAIT = 0.05


def places(at_once: int = 1, admitted: int = 2, per_owner: int = 2) -> HeavyWork:
    return HeavyWork(at_once, admitted, per_owner, WAIT, WAIT)


@contextmanager
def taken(work: HeavyWork, *owners: int | None) -> Iterator[None]:
    """Hold a place for each owner, in order."""
    with ExitStack() as stack:
        for owner in owners:
            stack.enter_context(work.place(owner))
        yield


def test_who_finds_no_place_waits_and_is_then_refused() -> None:
    work = places()
    with taken(work, 1), pytest.raises(HeavyWorkBusy), work.place(2):
        pass
    with work.place(2):
        pass


def test_who_waits_goes_on_when_the_place_is_free() -> None:
    work, done = HeavyWork(1, 2, 2, 30, 30), Event()

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
    work = HeavyWork(2, 2, 2, 3600, WAIT)
    with taken(work, 1, 2), pytest.raises(HeavyWorkBusy), work.place(3):
        pass


def test_one_owner_has_a_limit_and_others_still_get_a_place() -> None:
    work = places(at_once=3, admitted=3, per_owner=2)
    with taken(work, 1, 1):
        with pytest.raises(OwnerBusy), work.place(1):
            pass
        with work.place(2):
            pass


def test_who_has_no_owner_has_no_limit_of_their_own() -> None:
    with taken(places(at_once=3, admitted=3, per_owner=1), None, None, None):
        pass


def test_a_failure_gives_the_place_back() -> None:
    work = places(at_once=1, admitted=1, per_owner=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), work.place(1):
            raise ZeroDivisionError
    with work.place(1):
        pass


def test_twenty_threads_never_run_more_than_may_run() -> None:
    work, gate, lock = HeavyWork(3, 20, 20, 30, 30), Barrier(20), Lock()
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


@contextmanager
def without_a_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the only place of the application, and give it back at the end."""
    work = places(at_once=1, admitted=1)
    monkeypatch.setattr(heavy_work, "_places", work)
    with work.place(None):
        yield


@pytest.fixture
def patient_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "_places", HeavyWork(2, 10, 2, 60, 60))


def forget_plans() -> None:
    """Empty the caches: a plan that was computed before is not heavy."""
    for cached in (current_plan._in_turn, current_plan._cached_plan):
        cached.cache_clear()


@pytest.mark.parametrize("path", [PLAN, EXPORT, "/data/export.csv", f"{PLAN}.md"])
def test_a_page_without_a_place_says_so_and_loads_itself_again(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    reader.finish(CLEAR)
    forget_plans()
    says = {"en": "loads itself again in a few seconds", "ko": "몇 초 뒤에 이 페이지를 자동으로"}
    with without_a_place(monkeypatch):
        page = reader.open(path)
        assert page.status == 503
        assert (page.headers["Refresh"], page.headers["Retry-After"]) == ("3", "3")
        assert says[reader.language] in page.text
        for light in ("/", "/assessments", "/assessments/1", "/assessments/1/math", "/method"):
            assert reader.open(light).status == 200
    assert reader.open(path).status == 200


def test_a_known_plan_needs_no_place(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.finish(CLEAR)
    assert reader.open(PLAN).status == 200
    with without_a_place(monkeypatch):
        assert reader.open(PLAN).status == 200


def test_who_has_too_much_under_way_is_told_and_nobody_else_is(
    app: Flask, reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Visitor(app, reader.language)
    for each in (reader, other):
        each.finish(CLEAR)
    work = places(at_once=4, admitted=4, per_owner=1)
    monkeypatch.setattr(heavy_work, "_places", work)
    owners: list[int | None] = []
    place = work.place
    monkeypatch.setattr(work, "place", lambda owner: owners.append(owner) or place(owner))
    assert reader.open(EXPORT).status == 200
    with place(owners[0]):
        page = reader.open(EXPORT)
        assert (page.status, page.headers["Retry-After"]) == (429, "3")
        assert "Refresh" not in page.headers
        assert other.open(EXPORT).status == 200
    assert reader.open(EXPORT).status == 200


def test_a_step_is_saved_although_the_new_plan_finds_no_place(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    step = reader.open(PLAN).data("data-step")[0]
    with without_a_place(monkeypatch):
        assert reader.post(f"{PLAN}/steps/{step}", follow=False, do="leave_out").status == 303
    assert step not in reader.open(PLAN).data("data-step")


def test_files_that_slow_readers_hold_are_bounded(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    size = int(reader.open(EXPORT).headers["Content-Length"])
    monkeypatch.setattr(exports, "_being_sent", exports.FilesBeingSent(2 * size + size // 2))
    slow = [reader.client.get(EXPORT, base_url=reader.base_url) for _ in range(2)]
    assert [each.status_code for each in slow] == [200, 200]
    assert reader.open(EXPORT).status == 503
    slow[0].close()
    assert reader.open(EXPORT).status == 200
    slow[1].close()


def test_a_note_is_saved_although_no_plan_can_be_made(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    forget_plans()
    with without_a_place(monkeypatch):
        sent = reader.post(f"{PLAN}/steps/docker.3", follow=False, note="typed")
        assert sent.status == 303
    assert "typed" in reader.open(f"{PLAN}/steps/docker.3").html


def test_a_page_out_of_date_without_a_place_is_no_fault_of_ours(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    forget_plans()
    with without_a_place(monkeypatch):
        sent = reader.open(
            f"{PLAN}/steps/docker.3", "POST", data={"note": "x", "csrf_token": "lost"}
        )
        assert sent.status == 400


def test_a_class_that_opens_one_plan_at_once_waits_for_one_computation(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_plans()
    computed, compute = [], current_plan.plan
    monkeypatch.setattr(
        current_plan,
        "plan",
        lambda *given, **wishes: computed.append(1) or sleep(0.05) or compute(*given, **wishes),
    )
    monkeypatch.setattr(heavy_work, "_places", HeavyWork(1, 30, 2, 30, 30))
    windows = [Visitor(reader.app, reader.language) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda window: window.open("/example/plan"), windows))
    assert ({page.status for page in pages}, len(computed)) == ({200}, 1)


@pytest.mark.usefixtures("patient_places")
def test_a_class_of_newcomers_imports_its_files_at_once(app: Flask, reader: Visitor) -> None:
    reader.finish(CLEAR)
    content = downloaded(reader)
    people = [Visitor(app, reader.language) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda each: bring(each, content), people))
    assert [page.status for page in pages] == [200] * 16
