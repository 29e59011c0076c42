"""The same floods against two nodes behind nginx, set up as the operator's guide says.

Everybody here comes from one address, as in a school, so nginx's limits hold for the person beside
the attackers as well.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import httpx
import pytest

from app.storage.engine import open_engine
from tests.abuse.flood import (
    ATTACKERS,
    BYSTANDER,
    COUNTS,
    LIGHT,
    PATIENCE,
    Attack,
    assert_nobody_was_held_up,
    bad_imports,
    cookie,
    exports,
    flood,
    plans,
)
from tests.bench.people import fill
from tests.nodes.nginx import trusting
from tests.nodes.site import Site, whole
from tests.server.wire import open_tls, request_head

pytestmark = [
    pytest.mark.verify,
    pytest.mark.skipif(not Path("/proc").exists(), reason="memory is read from /proc"),
]
SLOW_READERS = 25
"""More than get all their data at once."""
MOST_DISK = 100 * 1024 * 1024
"""Bytes of nginx's temporary files."""


@pytest.fixture(scope="module")
def crowded() -> Iterator[Site]:
    with whole() as (cluster, site):
        fill(open_engine(cluster.url()), COUNTS, is_open=False, with_plans=True)
        yield site


@pytest.mark.parametrize("what", [exports, plans, bad_imports])
def test_a_flood_of_heavy_requests_holds_up_nobody_else(crowded: Site, what: Attack) -> None:
    nodes = [node.process.pid for node in crowded.nodes if node.process]
    assert_nobody_was_held_up(flood(crowded.url, what, trusting), *nodes)


def test_slow_readers_of_large_files_fill_no_disk(crowded: Site) -> None:
    """Each asks for all the data of one owner and reads no more than the first line."""
    asks = request_head(
        "GET",
        "/data/export.json",
        {"Host": "127.0.0.1", "Cookie": cookie(ATTACKERS[0], crowded.url)},
    )
    statuses, seconds = [], []
    with ExitStack() as held, httpx.Client(base_url=crowded.url, verify=trusting()) as other:
        for _ in range(SLOW_READERS):
            reader = held.enter_context(open_tls(crowded.url, receive_bytes=4096))
            reader.sendall(asks)
            statuses.append(int(reader.recv(len("HTTP/1.1 200")).split()[1]))
        disk = crowded.proxy.temporary_bytes()
        for path in LIGHT * 5:
            begun = monotonic()
            response = other.get(path, headers={"Cookie": cookie(BYSTANDER, crowded.url)})
            seconds.append(monotonic() - begun)
            assert response.status_code == 200
    print(f"{Counter(statuses)}: {disk / 1e6:.0f} MB of disk, slowest page {max(seconds):.2f} s")
    assert set(statuses) == {200, 429}
    assert 0 < disk < MOST_DISK
    assert max(seconds) < PATIENCE
