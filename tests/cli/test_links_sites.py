"""Many addresses: concurrency, pauses per site, and a machine without a network."""

import asyncio
import socket
import threading
import time
from collections import defaultdict
from itertools import pairwise

import pytest

from app.cli.links.request import CheckOptions
from app.cli.links.verdict import NoSiteAnswers
from app.cli.links.visit import visit_all
from tests.cli.links_site import LocalTransport, Site, looks_up, responds, waits

HOSTS = [f"{letter}.example" for letter in "abcdefgh"]


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", looks_up)
    with Site() as found:
        yield found


def urls(*hosts, pages=3):
    return [f"http://{host}/{page}" for page in range(pages) for host in hosts]


def check(port, addresses, **options):
    findings = {}
    chosen = CheckOptions(**{"pause": 0.0, **options})
    asyncio.run(visit_all(addresses, findings, chosen, transport=LocalTransport(port)))
    return findings


def verdicts(findings):
    return {url: (finding.verdict, finding.why) for url, finding in findings.items()}


def test_a_site_is_asked_one_question_at_a_time_with_a_pause_though_others_redirect_to_it(site):
    spans = defaultdict(list)

    def respond(handler):
        start = time.monotonic()
        time.sleep(0.02)
        spans[handler.headers["Host"]].append((start, time.monotonic()))
        redirects = handler.headers["Host"] != "a.example"
        (responds(302, location=f"http://a.example{handler.path}") if redirects else responds(200))(
            handler
        )

    for url in urls("a.example", "b.example", "c.example"):
        site.behaviours[url.removeprefix("http://")] = [respond]
    check(site.port, urls("a.example", "b.example", "c.example"), pause=0.1)
    assert {host: len(each) for host, each in spans.items()} == {
        "a.example": 9,
        "b.example": 3,
        "c.example": 3,
    }
    for each in spans.values():
        assert all(second[0] - first[1] >= 0.1 for first, second in pairwise(sorted(each)))


def test_the_pause_is_a_second_by_default():
    assert CheckOptions().pause == 1.0


def test_no_more_sites_are_asked_at_once_than_the_option_allows(site):
    meeting = threading.Barrier(3)
    asked, busiest = [], []

    def respond(handler):
        asked.append(handler)
        busiest.append(len(asked))
        meeting.wait(10)
        asked.remove(handler)
        responds(200)(handler)

    for host in HOSTS[:6]:
        site.behaviours[f"{host}/0"] = [respond]
    findings = check(site.port, urls(*HOSTS[:6], pages=1), concurrency=3)
    assert [finding.verdict for finding in findings.values()] == ["ok"] * 6
    assert max(busiest) == 3


@pytest.mark.parametrize("concurrency", [1, 6])
def test_a_name_that_does_not_exist_is_gone_when_others_still_answer(site, concurrency):
    findings = check(site.port, [*urls("a.example"), "http://no.example/"], concurrency=concurrency)
    assert verdicts(findings) == dict.fromkeys(urls("a.example"), ("ok", None)) | {
        "http://no.example/": ("gone", "no_name")
    }


def test_a_network_that_is_lost_during_the_check_makes_nothing_gone(site, monkeypatch):
    def lost(*arguments, **options):
        if len(site.requests) >= 3:
            raise socket.gaierror(socket.EAI_NONAME, "")
        return looks_up(*arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lost)
    findings = check(site.port, urls(*HOSTS, pages=1), concurrency=1)
    assert (
        list(verdicts(findings).values()) == [("ok", None)] * 3 + [("not_certain", "no_lookup")] * 5
    )


@pytest.mark.parametrize(
    ("code", "why"), [(socket.EAI_NONAME, "no_name"), (socket.EAI_AGAIN, "no_lookup")]
)
def test_without_a_network_nothing_is_found_and_few_are_tried(site, monkeypatch, code, why):
    looked = set()

    def fails(host, *_, **__):
        looked.add(host)
        raise socket.gaierror(code, "")

    monkeypatch.setattr(socket, "getaddrinfo", fails)
    many = [f"http://{number}.example/{page}" for number in range(200) for page in range(2)]
    with pytest.raises(NoSiteAnswers) as told:
        check(site.port, many)
    assert told.value.finding.why == why
    assert 12 <= len(looked) < 100


def test_a_network_where_everything_is_slow_is_none(site):
    for host in HOSTS:
        site.behaviours[f"{host}/0"] = [waits(1)]
    with pytest.raises(NoSiteAnswers) as told:
        check(site.port, urls(*HOSTS, pages=1), timeout=0.05)
    assert told.value.finding.why == "slow"


def test_the_reason_why_nothing_answers_is_the_first_one(site):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(NoSiteAnswers) as told:
        check(port, urls("a.example", pages=10))
    assert told.value.finding.why == "unreachable"


def test_one_response_of_any_kind_shows_that_there_is_a_network(site):
    site.behaviours["/0"] = [responds(500)]
    silent = [f"http://no.{number}.example/" for number in range(5)]
    findings = check(site.port, [*silent, "http://a.example/0"], concurrency=1)
    assert [finding.verdict for finding in findings.values()] == ["gone"] * 5 + ["not_certain"]


def test_a_fault_of_the_program_is_not_swallowed(site, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("a fault")

    monkeypatch.setattr(socket, "getaddrinfo", broken)
    with pytest.raises(ExceptionGroup) as told:
        check(site.port, urls("a.example"))
    assert told.group_contains(RuntimeError, match="a fault")


def test_no_addresses_no_findings(site):
    assert check(site.port, []) == {}
