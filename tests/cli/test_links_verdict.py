"""What answers say of an address, as rules."""

from datetime import UTC, datetime

import pytest

from app.cli.links.verdict import (
    Answer,
    Hop,
    Silence,
    is_front_page,
    is_same_place,
    judge,
    redirected_to,
    retry_seconds,
    wait_asked,
    wants_get,
)

OLD = "https://site.example/book"
NEW = "https://other.example/book"
OK = Answer(200)


@pytest.mark.parametrize("status", [200, 204, 206])
def test_an_address_that_answers_is_ok(status):
    found = judge(OLD, [], Answer(status))
    assert (found.verdict, found.why, found.status, found.to) == ("ok", None, status, None)


@pytest.mark.parametrize("status", [301, 308])
def test_moved_for_good_tells_the_new_address(status):
    found = judge(OLD, [Hop(status, NEW)], OK)
    assert (found.verdict, found.to, found.status) == ("moved", NEW, 200)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_passing_redirect_is_ok_and_told(status):
    found = judge(OLD, [Hop(status, NEW)], OK)
    assert (found.verdict, found.to) == ("redirected", NEW)


def test_the_new_address_is_the_one_before_the_first_passing_redirect():
    hops = [Hop(301, NEW), Hop(308, f"{NEW}/2"), Hop(302, "https://login.example/?next=book"), Hop(301, "https://login.example/form")]
    found = judge(OLD, hops, OK)
    assert (found.verdict, found.to) == ("moved", f"{NEW}/2")
    assert judge(OLD, hops[2:], OK).verdict == "redirected"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://site.example/book", "https://site.example/book/"),
        ("https://site.example/book/", "https://site.example/book"),
        ("http://site.example/book", "https://site.example/book"),
        ("https://site.example/book", "https://www.site.example/book"),
        ("https://www.site.example/book", "https://site.example/book"),
        ("https://site.example/book", "https://site.example/ko/book"),
        ("https://site.example/book", "https://site.example/en-us/book/"),
        ("https://site.example/docs/book", "https://site.example/docs/ko_KR/book"),
        ("https://site.example", "https://site.example/ko/"),
        ("http://site.example/book", "https://site.example:443/book"),
        ("https://site.example/%ED%95%9C", "https://site.example/%ed%95%9c/"),
        ("http://site.example/b?id=1", "https://www.site.example/en/b/?id=1"),
    ],
)
def test_slash_www_https_and_a_language_folder_are_no_move(old, new):
    assert is_same_place(old, new)
    assert judge(old, [Hop(301, new)], OK).verdict == "redirected"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://site.example/book", "http://site.example/book"),
        ("https://site.example/book", "https://docs.site.example/book"),
        ("https://site.example/book", "https://site.example/books"),
        ("https://site.example/book", "https://site.example/ml/book"),
        ("https://site.example/book", "https://site.example/ko/en/book"),
        ("https://site.example/ko/book", "https://site.example/book"),
        ("https://site.example/ko/book", "https://site.example/en/book"),
        ("https://site.example/b?id=1", "https://site.example/b?id=2"),
        ("https://site.example/b?id=1", "https://site.example/b"),
        ("https://site.example/b", "https://site.example:8443/b"),
    ],
)
def test_anything_else_is_a_move(old, new):
    assert not is_same_place(old, new)
    assert judge(old, [Hop(301, new)], OK).verdict == "moved"


@pytest.mark.parametrize("end", [Answer(404), Answer(410), Silence("no_name")])
def test_nothing_there_is_gone_unless_a_passing_redirect_led_to_it(end):
    assert judge(OLD, [], end).verdict == "gone"
    assert judge(OLD, [Hop(301, NEW), Hop(308, NEW + "/2")], end).verdict == "gone"
    assert judge(OLD, [Hop(301, NEW), Hop(302, NEW + "/2")], end).verdict == "not_certain"


UNCERTAIN = {
    "refuses": [Answer(401), Answer(403)],
    "busy": [Answer(429), Answer(429, None, 9.0), Answer(503, None, 9.0)],
    "faulty": [Answer(500), Answer(502), Answer(503), Answer(504)],
    "odd": [Answer(400), Answer(451), Answer(999), Answer(302), Answer(304), Answer(300, NEW)],
    **{trouble: [Silence(trouble)] for trouble in ("no_lookup", "slow", "unreachable", "untrusted", "garbled", "loop", "left_alone")},
}


@pytest.mark.parametrize(("why", "end"), [(why, end) for why, ends in UNCERTAIN.items() for end in ends])
@pytest.mark.parametrize("hops", [[], [Hop(301, NEW)], [Hop(302, NEW)]])
def test_what_may_be_the_programs_fault_or_passing_is_never_gone(why, end, hops):
    found = judge(OLD, hops, end)
    assert (found.verdict, found.why, found.to) == ("not_certain", why, NEW if hops else None)


def test_the_last_status_is_told_and_the_systems_word():
    assert judge(OLD, [], Answer(403)).status == 403
    assert judge(OLD, [Hop(301, NEW)], Silence("slow")).status == 301
    assert judge(OLD, [], Silence("untrusted", "certificate has expired")).detail == "certificate has expired"


def test_a_page_that_leads_to_a_front_page_may_be_lost():
    front = "https://site.example/ko/"
    passing, for_good = judge(OLD, [Hop(302, front)], OK), judge(OLD, [Hop(301, front)], OK)
    assert (passing.verdict, passing.why, passing.to) == ("not_certain", "front_page", front)
    assert (for_good.verdict, for_good.why, for_good.to) == ("moved", "front_page", front)
    assert judge("https://site.example/", [Hop(302, front)], OK).verdict == "redirected"
    assert not is_front_page("https://site.example/?book=1")


@pytest.mark.parametrize(
    ("location", "to"),
    [
        ("/new", "https://site.example/new#part"),
        ("new?a=1", "https://site.example/a/new?a=1#part"),
        ("//other.example/x#y", "https://other.example/x#y"),
        ("http://other.example", "http://other.example#part"),
        ("ftp://other.example/x", None),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("https://other.example:99999/", None),
        ("https://other.example:0/", None),
        ("https://[::1/", None),
        ("https://%ED%95%9C.example/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_redirect_leads_to_a_web_address_or_nowhere(location, to):
    assert redirected_to("https://site.example/a/old#part", Answer(302, location)) == to


def test_only_redirects_redirect():
    assert [status for status in range(200, 600) if redirected_to(OLD, Answer(status, NEW))] == [301, 302, 303, 307, 308]
    assert redirected_to(OLD, Silence("slow")) is None


@pytest.mark.parametrize(
    ("end", "seconds"),
    [
        (Answer(429, None, 7.0), 7.0),
        (Answer(429), 5.0),
        (Answer(503, None, 0.0), 0.0),
        (Answer(503), None),
        (Answer(200, None, 7.0), None),
        (Silence("slow"), None),
    ],
)
def test_who_asks_for_a_wait(end, seconds):
    assert wait_asked(end) == seconds


def test_head_is_doubted_wherever_it_finds_fault_but_where_the_server_wants_peace():
    doubted = [status for status in range(200, 600) if wants_get(Answer(status))]
    assert doubted == [status for status in range(400, 600) if status != 429]
    assert not wants_get(Answer(503, None, 3.0))
    assert wants_get(Silence("garbled"))
    assert not wants_get(Silence("slow"))


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("Tue, 24 Nov 2026 21:00:30 +0900", 30.0),
        ("Tue, 24 Nov 2026 12:00:30 -0000", 30.0),
        ("Tue, 24 Nov 99999999999999999999 12:00:30 GMT", None),
        ("-5", None),
        ("²", None),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_seconds(value, datetime(2026, 11, 24, 12, tzinfo=UTC)) == seconds
