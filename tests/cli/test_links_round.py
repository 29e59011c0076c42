"""Many addresses: how many hosts at once, how far apart, and what a machine without a network says."""

import socket
import threading
import time
from collections import defaultdict
from contextlib import closing
from itertools import pairwise

import pytest

from app.cli.links.exchange import Outside
from app.cli.links.round import NothingAnswers, look_round
from app.cli.links.visit import Manners
from tests.cli.links_site import Site, answers, hurried, waits

HOSTS = [f"{letter}.example" for letter in "abcdefgh"]


@pytest.fixture
def site():
    with Site(names=set(HOSTS)) as found:
        yield found


def urls(*hosts, pages=3):
    return [f"http://{host}/{page}" for page in range(pages) for host in hosts]


def test_a_host_is_asked_one_question_at_a_time_with_a_pause_though_others_redirect_to_it(site):
    spans = defaultdict(list)

    def answer(handler):
        begun = time.monotonic()
        time.sleep(0.02)
        spans[handler.headers["Host"]].append((begun, time.monotonic()))
        leads_on = handler.headers["Host"] != "a.example"
        (answers(302, location=f"http://a.example{handler.path}") if leads_on else answers(200))(handler)

    for url in urls("a.example", "b.example", "c.example"):
        site.told[url.removeprefix("http://")] = [answer]
    list(look_round(urls("a.example", "b.example", "c.example"), Outside(places=site.places), Manners(pause=0.1)))
    assert {host: len(each) for host, each in spans.items()} == {"a.example": 9, "b.example": 3, "c.example": 3}
    for each in spans.values():
        assert all(second[0] - first[1] >= 0.1 for first, second in pairwise(sorted(each)))


def test_several_hosts_are_asked_at_once_and_no_more_than_told(site):
    meeting = threading.Barrier(3)
    asked, busiest = [], []

    def answer(handler):
        asked.append(handler)
        busiest.append(len(asked))
        meeting.wait(10)
        asked.remove(handler)
        answers(200)(handler)

    for host in HOSTS[:6]:
        site.told[f"{host}/0"] = [answer]
    found = look_round(urls(*HOSTS[:6], pages=1), Outside(places=site.places), Manners(hosts_at_once=3))
    assert [each.verdict for each in found] == ["ok"] * 6
    assert max(busiest) == 3


def test_findings_come_as_they_are_made_and_closing_ends_the_round(site):
    before, closed = set(threading.enumerate()), threading.Event()
    outside = Outside(places=site.places, sleep=lambda _: closed.wait(10))
    with closing(look_round(urls("a.example", pages=50), outside, Manners())) as findings:
        assert next(findings).verdict == "ok"
    closed.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
    assert len(site.asked) <= 2


@pytest.mark.parametrize("at_once", [1, 6])
def test_a_name_that_does_not_exist_is_gone_when_others_still_answer(site, at_once):
    outside = Outside(sleep=hurried, places=site.places)
    found = look_round([*urls("a.example"), "http://no.example/"], outside, Manners(hosts_at_once=at_once))
    assert {each.url: each.verdict for each in found} == dict.fromkeys(urls("a.example"), "ok") | {"http://no.example/": "gone"}


def test_a_network_that_is_lost_on_the_way_makes_nothing_gone(site):
    def places(host, port):
        if len(site.asked) >= 3:
            raise socket.gaierror(socket.EAI_NONAME, "")
        return site.places(host, port)

    outside = Outside(sleep=hurried, places=places)
    found = list(look_round(urls(*HOSTS, pages=1), outside, Manners(hosts_at_once=1)))
    assert [(each.verdict, each.why) for each in found] == [("ok", None)] * 3 + [("not_certain", "no_lookup")] * 5


@pytest.mark.parametrize(("code", "why"), [(socket.EAI_NONAME, "no_name"), (socket.EAI_AGAIN, "no_lookup")])
def test_without_a_network_nothing_is_found_and_few_are_tried(code, why):
    looked = set()

    def places(host, port):
        looked.add(host)
        raise socket.gaierror(code, "")

    many = [f"http://{number}.example/{page}" for number in range(200) for page in range(2)]
    with pytest.raises(NothingAnswers) as told:
        list(look_round(many, Outside(places=places), Manners(pause=0.05)))
    assert told.value.finding.why == why
    assert 12 <= len(looked) < 100


def test_a_network_where_everything_is_slow_is_none(site):
    for host in HOSTS:
        site.told[f"{host}/0"] = [waits(1)]
    with pytest.raises(NothingAnswers) as told:
        list(look_round(urls(*HOSTS, pages=1), Outside(places=site.places), Manners(timeout=0.05)))
    assert told.value.finding.why == "slow"


def test_the_reason_why_nothing_answers_is_no_consequence_of_it():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = (socket.AF_INET, closed.getsockname())
    with pytest.raises(NothingAnswers) as told:
        list(look_round(urls("a.example", pages=10), Outside(sleep=hurried, places=lambda *_: [nobody]), Manners()))
    assert told.value.finding.why == "unreachable"


def test_one_answer_of_any_kind_shows_that_there_is_a_network(site):
    site.told["/0"] = [answers(500)]
    silent = [f"http://{number}.no.example/" for number in range(5)]
    found = list(look_round([*silent, "http://a.example/0"], Outside(sleep=hurried, places=site.places), Manners(hosts_at_once=1)))
    assert [each.verdict for each in found] == ["gone"] * 5 + ["not_certain"]


def test_a_fault_of_the_program_is_not_swallowed():
    def places(host, port):
        raise RuntimeError("a fault")

    with pytest.raises(RuntimeError, match="a fault"):
        list(look_round(urls("a.example"), Outside(places=places), Manners()))


def test_no_addresses_no_findings():
    assert list(look_round([], Outside(), Manners())) == []
