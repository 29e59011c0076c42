"""Rate limits: only failed requests count and are refused, and valid ones always succeed."""

import logging
import time
from collections.abc import Callable

import pytest
from flask import Flask

from app.storage.engine import StorageUnavailable
from app.storage.return_codes import grouped, new_code
from app.storage.shares import new_token
from app.web import shared_result
from config import Settings
from tests.exports.own_data_files import whole
from tests.support.page import Page
from tests.support.visitor import Visitor
from tests.web.data.own_data import bring
from tests.web.http.newcomers import count_newcomers, neighbour
from tests.web.returning.return_codes import enter, make_code
from tests.web.sharing.shares import link

MakeApp = Callable[[Settings], Flask]
OWNERS, CODES, LINKS, BAD_IMPORTS, IMPORTS, NEW_LINKS = 2_000, 20, 60, 20, 60, 60
"""Of each kind, how many are allowed in its window."""
GENUINE = whole().encode()


def start(visitor: Visitor, token: str) -> Page:
    """Start an assessment without opening it."""
    return visitor.open("/assessments", "POST", False, data={"csrf_token": token})


def wrong_code(visitor: Visitor) -> Page:
    return visitor.post("/return", code=new_code())


def wrong_link(visitor: Visitor) -> Page:
    return visitor.open(f"/shared/{new_token()}")


def bad_import(visitor: Visitor) -> Page:
    return bring(visitor, b"{}")


FAILURES = {
    "code": (wrong_code, CODES, 400),
    "link": (wrong_link, LINKS, 404),
    "import": (bad_import, BAD_IMPORTS, 400),
}
"""How to fail, how often in a minute, and the status until then."""


@pytest.fixture(params=FAILURES)
def failure(request: pytest.FixtureRequest) -> tuple[Callable[[Visitor], Page], int, int]:
    return FAILURES[request.param]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return a function that sets the clock forward by so many seconds."""
    now = time.time
    return lambda seconds: monkeypatch.setattr(time, "time", lambda: now() + seconds)


def test_an_owner_who_starts_2000_assessments_keeps_no_newcomer_from_starting(
    sqlite_app: Flask,
) -> None:
    owner = Visitor(sqlite_app)
    token = owner.begin().token
    assert {start(owner, token).status for _ in range(OWNERS)} == {303}, (
        "beyond 1,000 they lead to the list, which says so"
    )
    for newcomer in (neighbour(owner) for _ in range(3)):
        assert start(newcomer, newcomer.token).status == 303


def test_2000_newcomers_start_in_an_hour_and_the_next_gets_429_with_retry_after(
    reader: Visitor, later: Callable[[float], None]
) -> None:
    owner = neighbour(reader)
    owner.begin()
    count_newcomers(reader, OWNERS - 1)
    refused = start(reader, reader.token)
    assert refused.status == 429
    assert 3540 <= int(refused.headers["Retry-After"]) <= 3600
    assert {"en": "Try again in 60 minutes.", "ko": "60분 뒤에 다시 해 보세요."}[
        reader.language
    ] in refused.text
    assert bring(neighbour(reader), GENUINE).status == 429, "an import would make an owner as well"
    assert start(owner, owner.token).status == 303, "who is known already is never limited"
    assert bring(owner, GENUINE).status == 200
    stranger = Visitor(reader.app)
    assert start(stranger, stranger.token).status == 303
    later(3601)
    assert start(reader, reader.token).status == 303


def test_after_70_wrong_links_a_right_one_opens_and_wrong_ones_are_refused(
    sharer: Visitor, later: Callable[[float], None]
) -> None:
    path, guesser = link(sharer, "plan"), Visitor(sharer.app)
    assert [wrong_link(guesser).status for _ in range(70)] == [404] * LINKS + [429] * 10
    friend = neighbour(guesser)
    assert [friend.open(each).status for each in (path, f"{path}/plan")] == [200, 200]
    assert [wrong_link(friend).status, friend.open(f"/shared/{new_token()}/plan").status] == [
        429,
        429,
    ]
    assert [friend.open(each).status for each in (path, f"{path}/plan")] == [200, 200], "still"
    later(61)
    assert wrong_link(friend).status == 404


def test_after_25_wrong_codes_the_right_one_opens_and_a_wrong_one_stays_typed(
    reader: Visitor, later: Callable[[float], None]
) -> None:
    reader.begin()
    code, guesser = make_code(reader), Visitor(reader.app, reader.language)
    assert [wrong_code(guesser).status for _ in range(25)] == [400] * CODES + [429] * 5
    page = enter(neighbour(guesser), "E46N JA4K")
    assert (page.status, page.form("/return").values["code"]) == (429, "E46N JA4K")
    assert {"en": "the right code opens at once", "ko": "맞는 코드는 바로 열려요"}[
        reader.language
    ] in page.text
    assert {
        guesser.post("/return/merge", code=each, do="open").status
        for each in (new_code(), "nonsense")
    } == {429}
    assert enter(neighbour(guesser), grouped(code)).path == "/assessments"
    assert neighbour(guesser).post("/return/merge", code=code, do="open").path == "/assessments"
    later(61)
    assert enter(neighbour(guesser), new_code()).status == 400


@pytest.mark.parametrize("typed", ["", "7K3M 9QXD", "7K3M 9QXD 7K3M 9QXD 7K3M 9QXD 7K3M"])
def test_a_mistyped_code_counts_as_any_wrong_one(visitor: Visitor, typed: str) -> None:
    assert [visitor.post("/return", code=typed).status for _ in range(CODES + 1)] == [
        400
    ] * CODES + [429]


def test_after_60_bad_files_a_good_one_is_imported(
    visitor: Visitor, later: Callable[[float], None]
) -> None:
    assert [bad_import(visitor).status for _ in range(60)] == [400] * BAD_IMPORTS + [429] * 40
    good = bring(neighbour(visitor), GENUINE)
    assert (good.status, good.path) == (200, "/assessments")
    assert bad_import(visitor).status == 429
    too_large = visitor.open("/data/import", "POST", data={"file": "x" * 5_000_000})
    assert too_large.status == 429
    assert int(too_large.headers["Retry-After"]) <= 60
    later(61)
    assert bad_import(visitor).status == 400


def test_a_class_of_newcomers_imports_60_files_in_a_minute(
    visitor: Visitor, later: Callable[[float], None]
) -> None:
    visitor.begin()
    assert {bring(neighbour(visitor), GENUINE).status for _ in range(IMPORTS)} == {200}
    assert bring(visitor, GENUINE).path == "/assessments", (
        "an owner at the same address is not slowed"
    )
    newcomer = neighbour(visitor)
    assert bring(newcomer, GENUINE).status == 429
    assert newcomer.client.get_cookie("orienteer") is None, "nothing of it was saved"
    assert bad_import(newcomer).status == 400, "which is counted by itself"
    later(61)
    assert bring(newcomer, GENUINE).path == "/assessments"


def test_an_owner_makes_60_links_in_a_minute_and_others_at_the_address_are_not_slowed(
    sharer: Visitor,
) -> None:
    page = sharer.open("/assessments/1/share")
    pressed = [sharer.press(page, page.form("/share"), "make", days="7") for _ in range(NEW_LINKS)]
    assert {each.status for each in pressed} == {200}
    back = sharer.press(page, page.form("/share"), "make", days="90", ratings="yes")
    kept = back.form("/share").values
    assert (back.status, kept["days"], kept["ratings"]) == (429, "90", "yes")
    assert "Try again in a minute." in back.text
    assert "Press the button once more" not in back.text
    other = neighbour(sharer)
    other.finish()
    assert link(other)


def test_a_flood_of_failures_is_refused_and_nobody_elsewhere_is(
    visitor: Visitor,
    failure: tuple[Callable[[Visitor], Page], int, int],
    later: Callable[[float], None],
) -> None:
    fail, most, status = failure
    pages = [fail(visitor) for _ in range(most + 5)]
    assert [page.status for page in pages] == [status] * most + [429] * 5
    assert {1 <= int(page.headers["Retry-After"]) <= 60 for page in pages[most:]} == {True}
    assert fail(Visitor(visitor.app)).status == status
    later(61)
    assert fail(visitor).status == status


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "That was too often for now"), ("ko", "지금은 요청이 너무 잦아요")],
)
def test_the_page_is_in_the_readers_language(app: Flask, language: str, title: str) -> None:
    visitor = Visitor(app, language)
    pages = [wrong_link(visitor) for _ in range(LINKS + 1)]
    assert title in pages[-1].text
    assert {"en": "Try again in a minute.", "ko": "1분 뒤에 다시 해 보세요."}[language] in pages[
        -1
    ].text


def test_what_fails_on_our_side_is_no_failure_of_the_reader(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reloading during a database outage does not count towards the limit."""

    def unavailable(*_: object) -> None:
        raise StorageUnavailable

    with monkeypatch.context() as away:
        away.setattr(shared_result, "find_shared", unavailable)
        assert {wrong_link(visitor).status for _ in range(LINKS + 5)} == {503}
    assert wrong_link(visitor).status == 404


def test_a_limit_that_is_reached_is_noted_once_a_minute_and_nobody_is_named(
    make_app: MakeApp, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(make_app(settings))
    with caplog.at_level(logging.WARNING):
        assert [wrong_code(visitor).status for _ in range(CODES + 9)].count(429) == 9
    assert [record.getMessage() for record in caplog.records] == [
        "rate limit reached at returning.enter: 20 per 1 minute"
    ]
