"""Many addresses: how many hosts at once, how far apart, and what a machine without a network says."""

import socket
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


def at_once(spans):
    """The most spans that overlap at any moment."""
    ends = sorted([(begun, 1) for begun, _ in spans] + [(ended, -1) for _, ended in spans])
    most = now = 0
    for _, change in ends:
        now += change
        most = max(most, now)
    return most


def test_a_host_is_asked_one_question_at_a_time_with_a_pause_and_several_hosts_at_once(site):
    for url in urls(*HOSTS):
        site.told[url.removeprefix("http://")] = [waits(0.05, answers(200))]
    # All of e lead to a: hosts that others redirect to are asked no more often.
    for page in range(3):
        site.told[f"e.example/{page}"] = [answers(302, location=f"http://a.example/e{page}")]
    manners = Manners(pause=0.15, hosts_at_once=6)
    found = list(look_round(urls(*HOSTS), Outside(places=site.places), manners))
    assert sorted(each.url for each in found) == sorted(urls(*HOSTS))
    by_host = defaultdict(list)
    for each in sorted(site.asked, key=lambda each: each.begun):
        by_host[each.host].append((each.begun, each.ended))
    assert {host: len(spans) for host, spans in by_host.items()} == dict.fromkeys(HOSTS, 3) | {"a.example": 6}
    for spans in by_host.values():
        assert all(second[0] - first[0] >= 0.15 for first, second in pairwise(spans))
        assert at_once(spans) == 1
    assert 2 <= at_once([span for spans in by_host.values() for span in spans]) <= 6


def test_findings_come_as_they_are_made_and_closing_ends_the_round(site):
    begun = time.monotonic()
    with closing(look_round(urls("a.example", pages=50), Outside(places=site.places), Manners(pause=0.1))) as findings:
        assert next(findings).verdict == "ok"
    assert time.monotonic() - begun < 1
    time.sleep(0.3)
    assert len(site.asked) <= 3


def test_a_name_that_does_not_exist_is_gone_when_others_still_answer(site):
    found = list(look_round([*urls("a.example"), "http://no.example/"], Outside(sleep=hurried, places=site.places), Manners()))
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
        list(look_round(urls(*HOSTS, pages=1), Outside(places=site.places), Manners(timeout=0.2)))
    assert told.value.finding.why == "slow"


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
