"""How often something may be asked for from one address: generous to a class, strict to a guesser, and nobody's address is kept."""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis
from flask import Flask, abort

from app.web import counting, limits
from app.web.limits import LIMITS, Limit, limited
from config import Settings, read_settings
from tests.databases import Environ
from tests.ports import free_port
from tests.visitor import Visitor
from tests.web.valkey import valkey

MakeApp = Callable[[Settings], Flask]
KEY = secrets.token_urlsafe(48)
HOUSE, NEIGHBOUR = "203.0.113.7", "203.0.113.8"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    with valkey() as address:
        yield address


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a test can reach; the real ones have tests of their own."""
    few = {"every": Limit("3 per minute; 5 per hour"), "wrong": Limit("2 per hour", only_errors=True, reading_too=True)}
    for name, limit in few.items():
        monkeypatch.setitem(limits.LIMITS, name, limit)


def with_limits(app: Flask) -> Flask:
    """The application with two more addresses that are limited."""

    @app.route("/every", methods=["GET", "POST"])
    @limited("every")
    def every() -> str:
        return "done"

    @app.get("/wrong/<guess>")
    @limited("wrong")
    def wrong(guess: str) -> str:
        return "found" if guess == "right" else abort(503 if guess == "down" else 404)

    return app


@pytest.fixture
def limited_app(make_app: MakeApp, settings: Settings) -> Flask:
    return with_limits(make_app(settings))


def statuses(visitor: Visitor, times: int, address: str = HOUSE) -> list[int]:
    """What so many POSTs from one address are answered."""
    token = visitor.token
    return [visitor.open("/every", "POST", data={"csrf_token": token}, environ_base={"REMOTE_ADDR": address}).status for _ in range(times)]


def guesses(visitor: Visitor, *tried: str) -> list[int]:
    return [visitor.open(f"/wrong/{each}", environ_base={"REMOTE_ADDR": HOUSE}).status for each in tried]


def test_what_is_too_much_is_refused_and_nobody_else_is(limited_app: Flask) -> None:
    assert statuses(Visitor(limited_app), 4) == [200, 200, 200, 429]
    assert statuses(Visitor(limited_app), 1) == [429], "another browser of the same address"
    assert statuses(Visitor(limited_app), 1, NEIGHBOUR) == [200]


def test_a_limit_that_is_reached_is_noted_once_a_minute_and_nobody_is_named(limited_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert statuses(Visitor(limited_app), 9).count(429) == 6
    assert [record.getMessage() for record in caplog.records] == ["too many requests of the kind every from one address"]


def test_reading_is_free(limited_app: Flask) -> None:
    visitor = Visitor(limited_app)
    assert {visitor.open("/every", environ_base={"REMOTE_ADDR": HOUSE}).status for _ in range(9)} == {200}


def test_only_wrong_guesses_count_and_after_too_many_not_even_the_right_one_is_told(limited_app: Flask) -> None:
    assert guesses(Visitor(limited_app), *["right"] * 9) == [200] * 9
    assert guesses(Visitor(limited_app), "a", "right", "b", "c", "right") == [404, 200, 404, 429, 429]


def test_what_fails_on_our_side_is_no_wrong_guess(limited_app: Flask) -> None:
    """Who reloads while the database is away is not shut out once it is back."""
    assert guesses(Visitor(limited_app), *["down"] * 9, "right") == [503] * 9 + [200]


@pytest.mark.parametrize(
    ("language", "title", "wait"),
    [("en", "That was too often for now", "Try again in "), ("ko", "지금은 요청이 너무 잦아요", "분 뒤에 다시")],
)
def test_the_page_says_so_in_the_readers_language_and_when_to_come_back(limited_app: Flask, language: str, title: str, wait: str) -> None:
    visitor = Visitor(limited_app, language)
    statuses(visitor, 3)
    page = visitor.open("/every", "POST", data={"csrf_token": visitor.token}, environ_base={"REMOTE_ADDR": HOUSE})
    assert page.status == 429
    assert title in page.html
    assert wait in page.html
    assert 1 <= int(page.headers["Retry-After"]) <= 60


def test_who_may_make_no_link_for_a_while_keeps_the_choices_and_is_told_how_long(sharer: Visitor) -> None:
    page = sharer.open("/assessments/1/share")
    with sharer.app.test_request_context(environ_base={"REMOTE_ADDR": sharer.client.environ_base["REMOTE_ADDR"]}):
        (hour,) = LIMITS["share"].items
        for _ in range(hour.amount):
            limits.counts().add(hour, "share", limits.address_key())
    back = sharer.press(page, page.form("/share"), "make", days="90", ratings="yes")
    kept = back.form("/share").values
    assert (back.status, kept["days"], kept["ratings"]) == (429, "90", "yes")
    assert "Try again in 60 minutes." in back.text
    assert "Press the button once more" not in back.text


def test_an_hour_that_is_full_is_told_in_minutes(limited_app: Flask) -> None:
    visitor = Visitor(limited_app)
    assert guesses(visitor, "a", "b") == [404, 404]
    page = visitor.open("/wrong/c", environ_base={"REMOTE_ADDR": HOUSE})
    assert "Try again in 60 minutes." in page.html
    assert 3540 < int(page.headers["Retry-After"]) <= 3600


def test_a_household_has_one_address_however_many_it_has(limited_app: Flask) -> None:
    visitor = Visitor(limited_app)
    assert [statuses(visitor, 1, f"2001:db8:1:2::{n}")[0] for n in range(1, 5)] == [200, 200, 200, 429]
    assert statuses(visitor, 1, "2001:db8:1:3::1") == [200]
    assert statuses(visitor, 4, "::ffff:203.0.113.9") == [200, 200, 200, 429]
    assert statuses(visitor, 1, "203.0.113.9") == [429], "the same address, written otherwise"


def test_a_class_of_300_begins_at_once(limited_app: Flask) -> None:
    token_of = {pupil: pupil.token for pupil in (Visitor(limited_app) for _ in range(300))}
    school = {"REMOTE_ADDR": HOUSE}
    begun = [each.open("/assessments", "POST", False, data={"csrf_token": it}, environ_base=school) for each, it in token_of.items()]
    assert {page.status for page in begun} == {303}


def test_every_limit_ends_within_a_day() -> None:
    assert {item.get_expiry() <= 24 * 3600 for limit in LIMITS.values() for item in limit.items} == {True}


def with_store(make_app: MakeApp, environ: Environ, store: str) -> Flask:
    return with_limits(make_app(read_settings(environ | {"ORIENTEER_LIMIT_STORE": store, "SECRET_KEY": KEY})))


def test_what_counts_is_made_once_though_many_ask_for_it_first_at_once(
    make_app: MakeApp, environ: Environ, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, counts = list[str](), counting.Counts
    monkeypatch.setattr(counting, "Counts", lambda store: (made.append(store), time.sleep(0.05), counts(store))[-1])
    app = with_store(make_app, environ, store)
    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(lambda _: statuses(Visitor(app), 1), range(4))]
    assert (made, len(found)) == ([store], 4)


def test_nodes_with_one_store_count_together(make_app: MakeApp, environ: Environ, store: str) -> None:
    redis.Redis.from_url(store).flushall()
    one, other = (Visitor(with_store(make_app, environ, store)) for _ in range(2))
    assert [*statuses(one, 2), *statuses(other, 2), *statuses(one, 1)] == [200, 200, 200, 429, 429]
    assert [*guesses(one, "a"), *guesses(other, "b", "right"), *guesses(one, "right")] == [404, 404, 429, 429]


def test_the_store_holds_no_address_and_nothing_for_longer_than_a_day(make_app: MakeApp, environ: Environ, store: str) -> None:
    with redis.Redis.from_url(store) as client:
        client.flushall()
        statuses(Visitor(with_store(make_app, environ, store)), 1)
        kept = {key: client.ttl(key) for key in client.scan_iter()}
        assert len(kept) == 2
        assert all(0 < seconds <= 24 * 3600 for seconds in kept.values())
        assert not any(HOUSE.encode() in key for key in kept)


def test_a_store_that_is_gone_locks_nobody_out_and_opens_nothing(
    make_app: MakeApp, environ: Environ, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Visitor(with_store(make_app, environ, f"redis://:hunter2@127.0.0.1:{free_port()}/0"))
    with caplog.at_level(logging.WARNING):
        assert statuses(visitor, 4) == [200, 200, 200, 429]
    assert "ORIENTEER_LIMIT_STORE does not answer (ConnectionError)" in caplog.text
    assert "hunter2" not in caplog.text
    assert caplog.text.count("does not answer") == 1, "it is left alone for a while, that nobody waits for it"


def test_a_store_that_dies_is_stood_in_for(make_app: MakeApp, environ: Environ) -> None:
    with valkey() as address:
        visitor = Visitor(with_store(make_app, environ, address))
        assert statuses(visitor, 3) == [200, 200, 200]
    assert statuses(visitor, 4) == [200, 200, 200, 429]
