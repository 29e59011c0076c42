"""Heavy work has few places, so that nobody can hold up the rest with plans and files."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep

import pytest
from flask import Flask

from app.web.data import exports
from app.web.http import heavy_work
from app.web.http.heavy_work import HeavyWork
from app.web.plan import current_plan
from tests.support.visitor import CLEAR, Visitor
from tests.web.data.own_data import bring, downloaded
from tests.web.http.newcomers import neighbour
from tests.web.http.places import places

PLAN = "/assessments/1/plan"
EXPORT = "/data/export.json"


@contextmanager
def without_a_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the only place of the application, and give it back at the end."""
    work = places(at_once=1, admitted=1)
    monkeypatch.setattr(heavy_work, "_places", work)
    with work.place(None):
        yield


@pytest.fixture
def patient_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heavy_work, "_places", HeavyWork(2, 16, 0, 2, 60, 60))


def forget_plans() -> None:
    """Empty the caches: a plan that was computed before is not heavy."""
    for cached in (current_plan.computed_in_place, current_plan._cached_plan):
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


def test_a_newcomers_file_counts_by_network_and_an_owners_by_owner(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    content = downloaded(reader)
    seen, place = list[object](), heavy_work._places.place
    monkeypatch.setattr(
        heavy_work._places, "place", lambda whose: seen.append(whose) or place(whose)
    )
    for each in (neighbour(reader), neighbour(reader), reader):
        assert bring(each, content).status == 200
    assert [type(whose) for whose in seen] == [str, str, int]
    assert seen[0] == seen[1]


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


def test_a_form_without_a_place_keeps_what_was_typed_and_is_sent_again_by_a_button(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.finish(CLEAR)
    page = reader.open(PLAN)
    sent = {"hours": "13", "start": "soon", "leave_out": "sql.1", "add": '"><b>'}
    forget_plans()
    with without_a_place(monkeypatch):
        refused = reader.press(page, page.form(PLAN), "keep", **sent)
    assert refused.status == 503
    kept = refused.form(PLAN).values
    assert {name: kept[name] for name in sent} == sent
    again = reader.press(refused, refused.form(PLAN))
    assert again.status == 400, "a start that is no day"
    assert again.form(PLAN).values["hours"] == "13"
    says = {"en": "Write a day of the years 2000 to 2099", "ko": "2000년에서 2099년 사이의 날짜를"}
    assert says[reader.language] in again.text


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
    monkeypatch.setattr(heavy_work, "_places", HeavyWork(1, 30, 0, 2, 30, 30))
    windows = [Visitor(reader.app, reader.language) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda window: window.open("/example/plan"), windows))
    assert ({page.status for page in pages}, len(computed)) == ({200}, 1)


@pytest.mark.usefixtures("patient_places")
def test_a_class_of_newcomers_imports_its_files_at_once(reader: Visitor) -> None:
    reader.finish(CLEAR)
    content = downloaded(reader)
    people = [neighbour(reader) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda each: bring(each, content), people))
    assert [page.status for page in pages] == [200] * 16
