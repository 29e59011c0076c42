"""One address on a real server: HEAD and GET, redirects, and the wait that a site asks for."""

import itertools
import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.cli import links_site
from tests.cli.links_site import LocalTransport, Site, looks_up, responds, sends


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", looks_up)
    with Site() as found:
        yield found


def visit(site, *urls, **options):
    return links_site.visit(LocalTransport(site.port), *urls, **options)


def methods(site):
    return [request.method for request in site.requests]


def test_an_address_that_is_there_is_asked_once_by_head(site):
    [found] = visit(site, "http://a.example/book")
    assert (found.verdict, methods(site)) == ("ok", ["HEAD"])


def test_the_user_agent_names_program_and_contact_and_nothing_can_be_injected(site):
    for contact in ("", "keeper@orienteer.example, 02-123-4567", "한\r\nHost: b.example"):
        visit(site, "http://a.example/", contact=contact)
    agents = [request.agent for request in site.requests]
    assert all(
        agent.startswith("Orienteer/1 (") and "a person started it" in agent for agent in agents
    )
    assert [agent.partition("; contact: ")[2] for agent in agents] == [
        "",
        "keeper@orienteer.example, 02-123-4567)",
        "%ED%95%9C%0D%0AHost: b.example)",
    ]
    assert {request.host for request in site.requests} == {"a.example"}


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("http://a.example/a%20b?c=d&e=%ED%95%9C", "a.example", "/a%20b?c=d&e=%ED%95%9C"),
        ("http://a.example", "a.example", "/"),
        ("http://a.example/page#part", "a.example", "/page"),
        ("http://한글.example:8080/한", "xn--bj0bj06e.example:8080", "/%ED%95%9C"),
    ],
)
def test_the_address_is_asked_as_it_was_written_and_letters_beyond_ascii_are_escaped(
    site, url, host, path
):
    assert visit(site, url)[0].verdict == "ok"
    assert [(request.host, request.path) for request in site.requests] == [(host, path)]


@pytest.mark.parametrize(
    "refusal", [*map(responds, (400, 401, 403, 404, 405, 410, 500, 501, 503)), sends(b"")]
)
def test_where_head_is_refused_get_has_the_last_word(site, refusal):
    site.behaviours["HEAD /book"] = [refusal]
    assert (visit(site, "http://a.example/book")[0].verdict, methods(site)) == (
        "ok",
        ["HEAD", "GET"],
    )


@pytest.mark.parametrize(
    ("status", "verdict", "why"),
    [
        (404, "gone", "not_there"),
        (410, "gone", "not_there"),
        (401, "not_certain", "refuses"),
        (403, "not_certain", "refuses"),
        (500, "not_certain", "faulty"),
        (418, "not_certain", "odd"),
        (999, "not_certain", "odd"),
    ],
)
def test_what_both_say_is_the_verdict(site, status, verdict, why):
    site.behaviours["/book"] = [responds(status)]
    [found] = visit(site, "http://a.example/book")
    assert (found.verdict, found.why, found.status, methods(site)) == (
        verdict,
        why,
        status,
        ["HEAD", "GET"],
    )


def test_head_may_say_404_where_get_is_only_refused(site):
    site.behaviours |= {"HEAD /book": [responds(404)], "GET /book": [responds(403)]}
    [found] = visit(site, "http://a.example/book")
    assert (found.verdict, found.status) == ("not_certain", 403)


def test_redirects_are_followed_from_host_to_host(site):
    site.behaviours |= {
        "a.example/1": [responds(301, location="http://b.example/2")],
        "b.example/2": [responds(308, location="/3")],
    }
    [found] = visit(site, "http://a.example/1#part")
    assert (found.verdict, found.to) == ("moved", "http://b.example/3#part")
    assert [(request.host, request.path) for request in site.requests] == [
        ("a.example", "/1"),
        ("b.example", "/2"),
        ("b.example", "/3"),
    ]


def test_a_redirect_to_nothing_is_gone(site):
    site.behaviours |= {"/1": [responds(301, location="/2")], "/2": [responds(404)]}
    assert visit(site, "http://a.example/1")[0].verdict == "gone"
    site.behaviours["/1"] = [responds(302, location="/2")]
    assert visit(site, "http://a.example/1")[0].verdict == "not_certain"


@pytest.mark.parametrize("ring", [["/1"], ["/1", "/2"], ["/1", "/2", "/3"]])
def test_a_ring_of_redirects_ends(site, ring):
    for here, there in itertools.pairwise([*ring, ring[0]]):
        site.behaviours[here] = [responds(301, location=there)]
    [found] = visit(site, "http://a.example/1")
    assert (found.verdict, found.why, len(site.requests)) == ("not_certain", "loop", len(ring))


def test_redirects_without_end_end(site):
    for number in range(20):
        site.behaviours[f"/{number}"] = [responds(302, location=f"/{number + 1}")]
    [found] = visit(site, "http://a.example/0")
    assert (found.verdict, found.why, len(site.requests)) == ("not_certain", "loop", 6)


def test_only_redirects_to_web_addresses_are_followed(site):
    site.behaviours["/1"] = [responds(301, location="ftp://a.example/2")]
    [found] = visit(site, "http://a.example/1")
    assert (found.verdict, found.why, found.status, len(site.requests)) == (
        "not_certain",
        "odd",
        301,
        1,
    )


@pytest.mark.parametrize(
    "location",
    [
        *(
            "https://b.example:99999/",
            "https://b.example:0/",
            "https://[::1/",
            "https://%ED%95%9C.example/",
        ),
        *(
            "javascript:alert(1)",
            "mailto:a@b.example",
            "",
            "https://:#|",
            "//*@/",
            "https://]::ffff:1.2.3.4|",
        ),
    ],
)
def test_a_redirect_to_an_address_that_cannot_be_is_never_gone(site, location):
    site.behaviours["/1"] = [responds(301, location=location)]
    assert visit(site, "http://a.example/1")[0].verdict == "not_certain"


def test_a_location_in_bytes_beyond_ascii_is_followed(site):
    site.behaviours["/1"] = [sends("HTTP/1.1 302 Found\r\nlocation:  /a b/한\r\n\r\n".encode())]
    assert visit(site, "http://a.example/1")[0].to == "http://a.example/a%20b/%ED%95%9C"


def test_a_site_that_asks_for_a_wait_gets_it_once(site):
    site.behaviours["/book"] = [responds(429, retry_after="1"), responds(200)]
    start = time.monotonic()
    assert visit(site, "http://a.example/book")[0].verdict == "ok"
    assert 1 <= time.monotonic() - start < 5
    assert methods(site) == ["HEAD"] * 2


def test_a_site_that_names_a_time_is_asked_again_then(site):
    """To a tenth of a second, because a wait is measured by another clock than a time of day."""
    then = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)
    retry_after = format_datetime(then, usegmt=True)
    site.behaviours["/book"] = [responds(503, retry_after=retry_after), responds(200)]
    assert visit(site, "http://a.example/book")[0].verdict == "ok"
    assert timedelta(seconds=-0.1) <= datetime.now(UTC) - then < timedelta(seconds=2)
    assert methods(site) == ["HEAD"] * 2


def test_a_site_that_asks_for_a_wait_twice_is_skipped_from_then_on(site):
    site.behaviours["/book"] = [responds(429, retry_after="0")]
    first, second, other = visit(
        site, "http://a.example/book", "http://a.example/other", "http://b.example/other"
    )
    assert (first.verdict, first.why, first.status) == ("not_certain", "busy", 429)
    assert (second.verdict, second.why, second.status) == ("not_certain", "left_alone", None)
    assert (other.verdict, len(site.requests)) == ("ok", 3)


def test_a_site_that_asks_for_a_wait_over_half_a_minute_is_skipped_at_once(site):
    site.behaviours["/book"] = [responds(503, retry_after="31")]
    found = visit(site, "http://a.example/book", "http://a.example/other")
    assert [(each.verdict, each.why) for each in found] == [
        ("not_certain", "busy"),
        ("not_certain", "left_alone"),
    ]
    assert len(site.requests) == 1
