"""One question to a real server: what is asked, what is understood, and that it ends."""

import socket
import ssl
import time
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from app.cli.links.exchange import Outside, ask
from app.cli.links.verdict import Answer, Silence
from tests.cli.links_site import CERTIFICATE, Site, answers, breaks_off, says, waits


@pytest.fixture
def site():
    with Site(names={"a.example", "한글.example"}) as found:
        yield found


def asked(site, path="/", method="HEAD", seconds=5.0, **outside):
    return ask(Outside(places=site.places, **outside), f"http://a.example{path}", method, seconds)


@pytest.mark.parametrize("status", [200, 204, 404, 410, 403, 429, 500, 503])
def test_the_status_is_what_the_server_said(site, status):
    site.told["/"] = [answers(status)]
    assert asked(site) == Answer(status)


def test_a_server_hears_who_asks_what(site):
    asked(site, "/a%20b?c=d&e=%ED%95%9C", "GET")
    asked(site, "", "HEAD")
    assert [(each.method, each.host, each.path) for each in site.asked] == [
        ("GET", "a.example", "/a%20b?c=d&e=%ED%95%9C"),
        ("HEAD", "a.example", "/"),
    ]
    assert all("Orienteer" in each.agent and each.agent.endswith("a person started it)") for each in site.asked)


def test_a_server_hears_how_to_reach_who_asks_and_nothing_else_can_be_slipped_in(site):
    for contact in ("keeper@orienteer.example, 02-123-4567", "한\r\nHost: b.example"):
        ask(Outside(places=site.places), "http://a.example/", "HEAD", 5.0, contact)
    assert [each.agent.partition("; contact: ")[2] for each in site.asked] == [
        "keeper@orienteer.example, 02-123-4567)",
        "%ED%95%9C%0D%0AHost: b.example)",
    ]
    assert {each.host for each in site.asked} == {"a.example"}


def test_letters_beyond_ascii_are_escaped(site):
    ask(Outside(places=site.places), "http://한글.example:8080/한", "HEAD", 5.0)
    assert [(each.host, each.path) for each in site.asked] == [("xn--bj0bj06e.example:8080", "/%ED%95%9C")]


def test_the_place_a_server_points_to_keeps_its_bytes(site):
    site.told["/"] = [says("HTTP/1.1 302 Found\r\nlocation:  /a b/한\r\n\r\n".encode("euc-kr"))]
    assert asked(site) == Answer(302, "/a%20b/%C7%D1")


def test_retry_after_is_understood(site):
    site.told["/"] = [answers(503, retry_after="7"), answers(429, retry_after="Tue, 24 Nov 2026 12:00:30 GMT")]
    now = {"now": lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)}
    assert [asked(site, **now) for _ in range(2)] == [Answer(503, None, 7.0), Answer(429, None, 30.0)]


@pytest.mark.parametrize(
    "text",
    [
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.0 200\r\n\r\n",
        b"HTTP/1.1 200 OK\n\n",
    ],
)
def test_a_plain_answer_is_read_as_servers_write_it(site, text):
    site.told["/"] = [says(text)]
    assert asked(site) == Answer(200)


@pytest.mark.parametrize("text", [b"", b"HTTP/1.1 200 OK\r\nServer: x", b"nonsense\r\n\r\n", b"HTTP/1.1 twenty\r\n\r\n", b"x" * 100_000])
def test_what_is_no_answer_is_garbled(site, text):
    site.told["/"] = [says(text)]
    assert asked(site) == Silence("garbled")


def test_a_head_without_end_is_garbled(site):
    def endless(handler):
        while True:
            handler.wfile.write(b"HTTP/1.1 200 OK and " * 1000)

    site.told["/"] = [endless]
    assert asked(site) == Silence("garbled")


def test_a_server_that_breaks_off_is_garbled(site):
    site.told["/"] = [breaks_off]
    assert asked(site) == Silence("garbled")


def test_a_server_that_says_nothing_is_waited_for_no_longer_than_told(site):
    site.told["/"] = [waits(3)]
    assert asked(site, seconds=0.2) == Silence("slow")


def test_a_server_that_sends_a_letter_now_and_then_is_not_waited_for_either(site):
    def drip(handler):
        for letter in "HTTP/1.1 200 OK, in a while":
            handler.wfile.write(letter.encode())
            time.sleep(0.05)

    site.told["/"] = [drip]
    assert asked(site, seconds=0.3) == Silence("slow"), "waited until the server hung up"


def test_time_counts_from_the_first_moment(site):
    moments = iter(range(10))
    assert asked(site, seconds=0.5, clock=lambda: float(next(moments))) == Silence("slow")
    assert site.asked == []


def test_a_body_is_not_read(site):
    sent = []

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                handler.wfile.write(b"x" * 65536)
                sent.append(65536)
        finally:
            sent.append(None)

    site.told["/"] = [endless]
    assert asked(site, method="GET") == Answer(200)
    end = time.monotonic() + 5
    while None not in sent and time.monotonic() < end:
        time.sleep(0.01)
    assert sent[-1] is None, "the connection stayed open"


def test_a_name_that_does_not_exist_is_another_thing_than_one_that_cannot_be_looked_up(site):
    def fails(code):
        def places(host, port):
            raise socket.gaierror(code, "")

        return ask(Outside(places=places), "http://a.example/", "HEAD", 1.0)

    assert fails(socket.EAI_NONAME) == Silence("no_name")
    assert {fails(code) for code in (socket.EAI_AGAIN, socket.EAI_FAIL)} == {Silence("no_lookup")}
    assert ask(Outside(places=lambda *_: []), "http://a.example/", "HEAD", 1.0) == Silence("no_lookup")
    for host in (f"{'a' * 64}.example", "a.example:http"):
        assert ask(Outside(), f"http://{host}/", "HEAD", 1.0) == Silence("no_lookup")


def test_a_port_where_nobody_listens_cannot_be_reached_and_the_next_machine_of_the_name_is_tried(site):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = (socket.AF_INET, closed.getsockname())
    found = ask(Outside(places=lambda *_: [nobody]), "http://a.example/", "HEAD", 1.0)
    assert (found.trouble, bool(found.detail)) == ("unreachable", True)
    both = Outside(places=lambda host, port: [nobody, *site.places(host, port)])
    assert ask(both, "http://a.example/", "HEAD", 1.0) == Answer(200)


def test_a_machine_that_takes_no_connection_leaves_time_for_the_next_of_its_name(site):
    with ExitStack() as open_until_the_end:
        full = open_until_the_end.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = open_until_the_end.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        both = Outside(places=lambda host, port: [(socket.AF_INET, full.getsockname()), *site.places(host, port)])
        assert ask(both, "http://a.example/", "HEAD", 2.0) == Answer(200)


def test_a_certificate_is_believed_only_for_its_name_and_from_who_is_trusted():
    with Site(safe=True) as site:
        trusted = Outside(places=site.places, tls=ssl.create_default_context(cafile=str(CERTIFICATE)))
        assert ask(trusted, "https://safe.example/", "HEAD", 5.0) == Answer(200)
        for outside, host in ((trusted, "other.example"), (Outside(places=site.places), "safe.example")):
            found = ask(outside, f"https://{host}/", "HEAD", 5.0)
            assert (found.trouble, bool(found.detail)) == ("untrusted", True)
        assert [each.host for each in site.asked] == ["safe.example"]


def test_a_server_without_tls_cannot_be_trusted_and_one_that_never_greets_is_slow(site):
    outside = Outside(places=site.places)
    assert ask(outside, "https://a.example/", "HEAD", 5.0).trouble == "untrusted"
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = Outside(places=lambda *_: [(socket.AF_INET, mute.getsockname())])
        assert ask(silent, "https://a.example/", "HEAD", 0.2) == Silence("slow")
