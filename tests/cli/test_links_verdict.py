"""The rules that turn responses into a verdict on an address."""

from datetime import UTC, datetime

import pytest

from app.cli.links.verdict import (
    Failure,
    Finding,
    Redirect,
    SiteResponse,
    doubt_missing_names,
    is_front_page,
    is_same_place,
    judge,
    needs_get,
    requested_wait,
    retry_seconds,
)

OLD = "https://site.example/book"
NEW = "https://other.example/book"
OK = SiteResponse(200)


@pytest.mark.parametrize("status", [200, 204, 206])
def test_an_address_that_answers_is_ok(status):
    found = judge(OLD, [], SiteResponse(status))
    assert (found.verdict, found.why, found.status, found.to) == ("ok", None, status, None)


@pytest.mark.parametrize("status", [301, 308])
def test_moved_for_good_tells_the_new_address(status):
    found = judge(OLD, [Redirect(status, NEW)], OK)
    assert (found.verdict, found.to, found.status) == ("moved", NEW, 200)


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_reported_with_its_address(status):
    found = judge(OLD, [Redirect(status, NEW)], OK)
    assert (found.verdict, found.to) == ("redirected", NEW)


def test_the_new_address_is_the_one_before_the_first_passing_redirect():
    hops = [
        Redirect(301, NEW),
        Redirect(308, f"{NEW}/2"),
        Redirect(302, "https://login.example/?next=book"),
        Redirect(301, "https://login.example/form"),
    ]
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
    assert judge(old, [Redirect(301, new)], OK).verdict == "redirected"


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
    assert judge(old, [Redirect(301, new)], OK).verdict == "moved"


@pytest.mark.parametrize("end", [SiteResponse(404), SiteResponse(410), Failure("no_name")])
def test_nothing_there_is_gone_unless_a_passing_redirect_led_to_it(end):
    assert judge(OLD, [], end).verdict == "gone"
    assert judge(OLD, [Redirect(301, NEW), Redirect(308, NEW + "/2")], end).verdict == "gone"
    assert judge(OLD, [Redirect(301, NEW), Redirect(302, NEW + "/2")], end).verdict == "not_certain"


UNCERTAIN = {
    "refuses": [SiteResponse(401), SiteResponse(403)],
    "busy": [SiteResponse(429), SiteResponse(429, None, 9.0), SiteResponse(503, None, 9.0)],
    "faulty": [SiteResponse(500), SiteResponse(502), SiteResponse(503), SiteResponse(504)],
    "odd": [
        SiteResponse(400),
        SiteResponse(451),
        SiteResponse(999),
        SiteResponse(302),
        SiteResponse(304),
        SiteResponse(300, NEW),
    ],
    **{
        trouble: [Failure(trouble)]
        for trouble in (
            "no_lookup",
            "private",
            "slow",
            "unreachable",
            "untrusted",
            "garbled",
            "loop",
            "left_alone",
        )
    },
}


@pytest.mark.parametrize(
    ("why", "end"), [(why, end) for why, ends in UNCERTAIN.items() for end in ends]
)
@pytest.mark.parametrize("hops", [[], [Redirect(301, NEW)], [Redirect(302, NEW)]])
def test_what_may_be_the_programs_fault_or_passing_is_never_gone(why, end, hops):
    found = judge(OLD, hops, end)
    assert (found.verdict, found.why, found.to) == ("not_certain", why, NEW if hops else None)


def test_the_last_status_and_the_systems_message_are_reported():
    assert judge(OLD, [], SiteResponse(403)).status == 403
    assert judge(OLD, [Redirect(301, NEW)], Failure("slow")).status == 301
    assert (
        judge(OLD, [], Failure("untrusted", "certificate has expired")).detail
        == "certificate has expired"
    )


def test_a_page_that_leads_to_a_front_page_may_be_lost():
    front = "https://site.example/ko/"
    passing, for_good = (
        judge(OLD, [Redirect(302, front)], OK),
        judge(OLD, [Redirect(301, front)], OK),
    )
    assert (passing.verdict, passing.why, passing.to) == ("not_certain", "front_page", front)
    assert (for_good.verdict, for_good.why, for_good.to) == ("moved", "front_page", front)
    assert judge("https://site.example/", [Redirect(302, front)], OK).verdict == "redirected"
    assert not is_front_page("https://site.example/?book=1")


@pytest.mark.parametrize(
    ("end", "seconds"),
    [
        (SiteResponse(429, None, 7.0), 7.0),
        (SiteResponse(429), 5.0),
        (SiteResponse(503, None, 0.0), 0.0),
        (SiteResponse(503), None),
        (SiteResponse(200, None, 7.0), None),
        (Failure("slow"), None),
    ],
)
def test_who_asks_for_a_wait(end, seconds):
    assert requested_wait(end) == seconds


def test_head_is_doubted_wherever_it_finds_fault_but_where_the_server_wants_peace():
    doubted = [status for status in range(200, 600) if needs_get(SiteResponse(status))]
    assert doubted == [status for status in range(400, 600) if status != 429]
    assert not needs_get(SiteResponse(503, None, 3.0))
    assert needs_get(Failure("garbled"))
    assert not needs_get(Failure("slow"))


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


def test_names_that_were_not_found_are_uncertain_if_the_network_may_be_lost():
    findings = {OLD: judge(OLD, [], Failure("no_name")), NEW: judge(NEW, [], SiteResponse(404))}
    doubt_missing_names(findings)
    assert findings == {
        OLD: Finding(OLD, "not_certain", "no_lookup"),
        NEW: Finding(NEW, "gone", "not_there", 404),
    }
