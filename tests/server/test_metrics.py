"""Prometheus metrics: right sums over all workers, few series, and nothing personal."""

import os
import re
import signal
import socket
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.cli.server import THREADS
from app.storage.engine import CONNECTIONS
from tests.browser.server import serving
from tests.server.behind import opened, until
from tests.support.databases import NewInstance
from tests.support.ports import free_port
from tests.web.http.test_logs import Client

LABELS = {"route", "method", "status", "by", "kind", "le", "version", "python"}


def children(pid: int) -> list[int]:
    """Return the process ids of a server's workers."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_open(port: int) -> bool:
    """Return whether anybody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def told(port: int) -> str:
    return opened(f"http://127.0.0.1:{port}/metrics")[2]


def value(text: str, name: str) -> float:
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if re.match(rf"{name}(\{{| )", line)
    )


def test_counts_survive_the_worker_that_made_them(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        assert server.process
        for _ in range(3):
            opened(f"{server.url}/roles")
        (worker,) = children(server.process.pid)
        os.kill(worker, signal.SIGKILL)
        until(lambda: children(server.process.pid) not in ([], [worker]))
        text = told(port)
    assert value(text, "orienteer_requests_total") == 3
    assert value(text, "orienteer_worker_starts_total") == 2


def test_both_ports_are_free_when_the_server_is_killed(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        assert server.process
        os.kill(server.process.pid, signal.SIGKILL)
        until(lambda: not is_open(port) and not is_open(int(server.url.rpartition(":")[2])))


def test_the_metrics_port_shows_no_page_and_the_pages_port_no_metrics(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        client = Client(server.url)
        client.ask("/assessments", {"csrf_token": client.token()})
        cookie = "; ".join(f"{each.name}={each.value}" for each in client.jar)
        assert (
            "orienteer_requests_total"
            in opened(f"http://127.0.0.1:{port}/assessments/1/math", Cookie=cookie)[2]
        )
        status, _, text = opened(f"{server.url}/metrics", Host=f"127.0.0.1:{port}")
    assert (status, "orienteer_requests_total" in text) == (404, False)


def test_what_people_do_is_counted_by_route(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        client = Client(server.url)
        token = client.token()
        client.ask("/assessments", {"csrf_token": token})
        client.ask("/assessments/1/programming", {"csrf_token": token})
        client.ask("/nothing/at/all")
        text = told(port)
        assert opened(f"{server.url}/metrics")[0] == 404, "the public port tells nothing"
    assert value(text, "orienteer_assessments_begun_total") == 1
    assert 'orienteer_requests_total{method="POST",route="home.begin",status="3xx"} 1.0' in text
    assert 'orienteer_requests_total{method="GET",route="other",status="4xx"} 1.0' in text
    assert value(text, "orienteer_worker_starts_total") == 1
    assert value(text, "orienteer_requests_in_flight") == 0
    assert value(text, "orienteer_pool_connections_most") == CONNECTIONS >= THREADS, (
        "no thread waits for another's connection"
    )
    assert "orienteer_build_info{" in text


@pytest.mark.verify
def test_strange_requests_make_no_new_series_and_leave_no_trace(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        at = HTTPConnection(server.url.removeprefix("http://"), timeout=30)
        lines = []
        for nth in range(2000):
            method = "GET" if nth % 2 else f"ZQ{nth}"
            at.request(
                method,
                f"/zq{nth}/shared/{'q' * (nth % 40)}?zq={nth}",
                headers={"User-Agent": f"zq{nth}", "Cookie": f"orienteer=zq{nth}"},
            )
            at.getresponse().read()
            if nth in {99, 1999}:
                lines.append(len(told(port).splitlines()))
        at.close()
        text = told(port)
    assert lines[0] == lines[1]
    assert "zq" not in text.lower()
    assert "127.0.0.1" not in text
    assert set(re.findall(r'[{,](\w+)="', text)) <= LABELS
    assert value(text, "orienteer_requests_total") == 2000


def test_several_workers_are_added_up_and_one_that_is_gone_still_counts(
    tmp_path: Path, on_postgresql: NewInstance
) -> None:
    port, instance = free_port(), tmp_path / "instance"
    with (
        on_postgresql(instance) as environ,
        serving(
            instance, "--workers", "2", **environ, ORIENTEER_METRICS=f"127.0.0.1:{port}"
        ) as server,
    ):
        for _ in range(200):
            opened(f"{server.url}/roles")
        assert value(told(port), "orienteer_requests_total") == 200
        starts: Callable[[], float] = lambda: value(told(port), "orienteer_worker_starts_total")  # noqa: E731
        pools: Callable[[], float] = lambda: value(told(port), "orienteer_pool_connections_most")  # noqa: E731
        until(lambda: starts() == 2)
        both = pools()
        assert server.process
        server.process.send_signal(signal.SIGHUP)
        until(lambda: starts() == 4)
        # The old workers' gauges are gone.
        until(lambda: pools() == both, 40)
        assert value(told(port), "orienteer_requests_total") == 200


def test_who_is_led_through_all_of_it_is_not_in_it(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "instance", ORIENTEER_METRICS=f"127.0.0.1:{port}") as server:
        client = Client(server.url)
        token = client.token()
        client.ask("/assessments", {"csrf_token": token})
        held = {cookie.value or "" for cookie in client.jar} | {token}
        text = told(port)
    assert len(held) == 3, "the owner's secret, the session, the token"
    assert [each for each in held if each in text] == []
