"""Floods of heavy requests: another person's pages go on answering.

The attackers are a few owners, one of them with as many assessments as anybody may have. They ask
for plans that were never computed or for all their data. Or they are newcomers who send large files
that are wrong.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.storage.engine import open_engine
from tests.abuse.flood import (
    COUNTS,
    Attack,
    assert_nobody_was_held_up,
    assert_nobody_was_refused,
    bad_imports,
    exports,
    flood,
    plans,
)
from tests.bench.people import fill
from tests.browser.server import Server, serving

SHORT = 2
"""Seconds of a flood in `make test`, which says nothing about how long a page takes."""


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    instance = tmp_path_factory.mktemp("floods")
    fill(open_engine(instance / "orienteer.db"), COUNTS, is_open=False, with_plans=True)
    with serving(instance, is_measured=False) as server:
        yield server


@pytest.mark.verify
@pytest.mark.skipif(not Path("/proc").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize("what", [exports, plans])
def test_a_flood_of_heavy_requests_holds_up_nobody_else(crowded: Server, what: Attack) -> None:
    assert crowded.process
    assert_nobody_was_held_up(flood(crowded.url, what), crowded.process.pid)


@pytest.mark.parametrize(
    "what",
    [exports, *(pytest.param(each, marks=pytest.mark.verify) for each in (plans, bad_imports))],
)
def test_in_a_short_flood_nobody_else_is_refused(crowded: Server, what: Attack) -> None:
    assert_nobody_was_refused(flood(crowded.url, what, seconds=SHORT))
