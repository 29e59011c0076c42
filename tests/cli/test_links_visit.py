"""One address on a real server: HEAD and GET, redirects, and the wait that a server asks for."""

import itertools
import socket

import pytest

from app.cli.links.exchange import Outside
from app.cli.links.turns import Turns
from app.cli.links.visit import Manners, Visitor
from tests.cli.links_site import Clock, Site, answers, says


@pytest.fixture
def site():
    with Site(names={"a.example", "b.example"}) as found:
        yield found


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def visitor(site, clock):
    outside = Outside(clock=clock, sleep=clock.sleep, places=site.places)
    return Visitor(outside, Turns(outside, 1.0), Manners(contact="keeper@orienteer.example"))


def methods(site):
    return [each.method for each in site.asked]


def test_an_address_that_is_there_is_asked_once_by_head(site, visitor):
    found = visitor.visit("http://a.example/book")
    assert (found.verdict, methods(site)) == ("ok", ["HEAD"])
    assert "keeper@orienteer.example" in site.asked[0].agent


@pytest.mark.parametrize("refusal", [*map(answers, (400, 401, 403, 404, 405, 410, 500, 501, 503)), says(b"")])
def test_where_head_is_refused_get_has_the_last_word(site, visitor, refusal):
    site.told["HEAD /book"] = [refusal]
    assert (visitor.visit("http://a.example/book").verdict, methods(site)) == ("ok", ["HEAD", "GET"])


@pytest.mark.parametrize(
    ("status", "verdict", "why"),
    [
        (404, "gone", "not_there"),
        (410, "gone", "not_there"),
        (401, "not_certain", "refuses"),
        (403, "not_certain", "refuses"),
        (500, "not_certain", "faulty"),
        (418, "not_certain", "odd"),
    ],
)
def test_what_both_say_is_the_verdict(site, visitor, status, verdict, why):
    site.told["/book"] = [answers(status)]
    found = visitor.visit("http://a.example/book")
    assert (found.verdict, found.why, found.status, methods(site)) == (verdict, why, status, ["HEAD", "GET"])


def test_head_may_say_404_where_get_is_only_refused(site, visitor):
    site.told |= {"HEAD /book": [answers(404)], "GET /book": [answers(403)]}
    found = visitor.visit("http://a.example/book")
    assert (found.verdict, found.status) == ("not_certain", 403)


def test_redirects_are_followed_from_host_to_host(site, visitor):
    site.told |= {
        "a.example/1": [answers(301, location="http://b.example/2")],
        "b.example/2": [answers(308, location="/3")],
    }
    found = visitor.visit("http://a.example/1")
    assert (found.verdict, found.to) == ("moved", "http://b.example/3")
    assert [(each.host, each.path) for each in site.asked] == [("a.example", "/1"), ("b.example", "/2"), ("b.example", "/3")]


def test_a_redirect_to_nothing_is_gone(site, visitor):
    site.told |= {"/1": [answers(301, location="/2")], "/2": [answers(404)]}
    assert visitor.visit("http://a.example/1").verdict == "gone"
    site.told["/1"] = [answers(302, location="/2")]
    assert visitor.visit("http://a.example/1").verdict == "not_certain"


@pytest.mark.parametrize("ring", [["/1"], ["/1", "/2"], ["/1", "/2", "/3"]])
def test_a_ring_of_redirects_ends(site, visitor, ring):
    for here, there in itertools.pairwise([*ring, ring[0]]):
        site.told[here] = [answers(301, location=there)]
    found = visitor.visit("http://a.example/1")
    assert (found.verdict, found.why, len(site.asked)) == ("not_certain", "loop", len(ring))


def test_redirects_without_end_end(site, visitor):
    for number in range(20):
        site.told[f"/{number}"] = [answers(302, location=f"/{number + 1}")]
    found = visitor.visit("http://a.example/0")
    assert (found.verdict, found.why, len(site.asked)) == ("not_certain", "loop", 6)


def test_nothing_but_the_web_is_followed(site, visitor):
    site.told["/1"] = [answers(301, location="ftp://a.example/2")]
    found = visitor.visit("http://a.example/1")
    assert (found.verdict, found.why, found.status, len(site.asked)) == ("not_certain", "odd", 301, 1)


def test_a_second_between_two_questions_to_a_host(site, visitor, clock):
    site.told["HEAD a.example/1"] = [answers(405)]
    site.told["GET a.example/1"] = [answers(302, location="http://b.example/")]
    visitor.visit("http://a.example/1")
    assert (methods(site), clock.slept) == (["HEAD", "GET", "HEAD"], [1.0])


@pytest.mark.parametrize(
    ("status", "fields", "wait"), [(429, {"retry_after": "20"}, 20.0), (503, {"retry_after": "3"}, 3.0), (429, {}, 5.0)]
)
def test_who_asks_for_a_wait_is_given_it_once(site, visitor, clock, status, fields, wait):
    site.told["/book"] = [answers(status, **fields), answers(200)]
    assert (visitor.visit("http://a.example/book").verdict, clock.slept, methods(site)) == ("ok", [wait], ["HEAD", "HEAD"])


def test_who_asks_twice_is_left_alone_from_then_on(site, visitor):
    site.told["/book"] = [answers(429, retry_after="2")]
    first, second = visitor.visit("http://a.example/book"), visitor.visit("http://a.example/other")
    assert (first.verdict, first.why, first.status) == ("not_certain", "busy", 429)
    assert (second.verdict, second.why, second.status) == ("not_certain", "left_alone", None)
    assert len(site.asked) == 2
    assert visitor.visit("http://b.example/other").verdict == "ok"


def test_who_asks_for_more_than_half_a_minute_is_left_alone_at_once(site, visitor, clock):
    site.told["/book"] = [answers(503, retry_after="31")]
    found = [visitor.visit(f"http://a.example/{page}") for page in ("book", "other")]
    assert [(each.verdict, each.why) for each in found] == [("not_certain", "busy"), ("not_certain", "left_alone")]
    assert (len(site.asked), clock.slept) == (1, [])


class Names:
    """Looks up every name as it is told: each time an error's number, or an address."""

    def __init__(self, *told):
        self.told = list(told)
        self.looked = 0

    def __call__(self, *_):
        self.looked += 1
        told = self.told.pop(0) if len(self.told) > 1 else self.told[0]
        if isinstance(told, int):
            raise socket.gaierror(told, "")
        return [(socket.AF_INET, told)]


def visitor_by(clock, names, **manners):
    outside = Outside(clock=clock, sleep=clock.sleep, places=names)
    return Visitor(outside, Turns(outside, 1.0), Manners(**manners))


@pytest.fixture
def mute():
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found.getsockname()


@pytest.fixture
def nobody():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        return closed.getsockname()


@pytest.mark.parametrize("why", ["no_lookup", "unreachable", "slow", "untrusted"])
def test_three_questions_without_an_answer_are_enough(site, clock, mute, nobody, why):
    here = ("127.0.0.1", site.port)
    names = Names({"no_lookup": socket.EAI_AGAIN, "unreachable": nobody, "slow": mute, "untrusted": here}[why])
    visitor = visitor_by(clock, names, timeout=0.05 if why == "slow" else 5)
    found = [visitor.visit(f"https://a.example/{page}") for page in range(5)]
    assert [(each.verdict, each.why) for each in found] == [("not_certain", why)] * 3 + [("not_certain", "left_alone")] * 2
    assert names.looked == 3


def test_an_answer_in_between_starts_the_count_anew(site, clock):
    here = ("127.0.0.1", site.port)
    visitor = visitor_by(clock, Names(*[socket.EAI_AGAIN, socket.EAI_AGAIN, here] * 2))
    assert [visitor.visit("http://a.example/").verdict for _ in range(6)] == ["not_certain", "not_certain", "ok"] * 2


def test_a_name_that_fails_once_is_looked_up_again(site, clock):
    visitor = visitor_by(clock, Names(socket.EAI_NONAME, ("127.0.0.1", site.port)))
    assert visitor.visit("http://a.example/").verdict == "ok"


def test_a_name_that_does_not_exist_is_looked_up_twice_for_all_its_addresses(clock):
    names = Names(socket.EAI_NONAME)
    visitor = visitor_by(clock, names)
    found = [visitor.visit(f"http://no.example/{page}") for page in range(3)]
    assert [(each.verdict, each.why) for each in found] == [("gone", "no_name")] * 3
    assert names.looked == 2
