"""PostgreSQL with a synchronous standby under two nodes: either of the two is lost."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from tests.faults.cluster import ENOUGH, written
from tests.faults.outcome import Outcome
from tests.nodes.pgbouncer import pgbouncer
from tests.nodes.postgresql import Cluster, primary, standby
from tests.nodes.process import shared_folder
from tests.nodes.site import Site, site

FAIL_OVER_SECONDS = 30.0
QUIET_SECONDS = 2.0
"""Seconds without an acknowledgement after which nothing more is on its way."""


def promoted(_folder: Path, answers: int = 1000) -> Outcome:
    """Kill the primary and promote its standby by one command. The nodes find it by their URL."""
    with (
        shared_folder() as folder,
        primary(folder) as first,
        standby(first) as second,
        ExitStack() as ends,
    ):
        url = f"postgresql://postgres@/orienteer?host={first.host}&host={second.host}&target_session_attrs=read-write"
        return _failed_over(ends.enter_context(site(folder, url)), first, second, answers)


def promoted_pooled(_folder: Path, answers: int = 1000) -> Outcome:
    """The same with PgBouncer in between, whose configuration then names the new primary.

    PgBouncer answers from its first look whether a server is a standby, so a URL of two hosts does
    not work through it.
    """
    with (
        shared_folder() as folder,
        primary(folder) as first,
        standby(first) as second,
        pgbouncer(folder, first) as pooler,
        ExitStack() as ends,
    ):
        front = ends.enter_context(site(folder, pooler.url))
        return _failed_over(front, first, second, answers, partial(pooler.point_at, second))


def _failed_over(
    front: Site,
    first: Cluster,
    second: Cluster,
    answers: int,
    tell: Callable[[], None] = lambda: None,
) -> Outcome:
    outcome = Outcome()
    with written(front, second, outcome) as writers:
        writers.wait_for_more(answers)
        first.kill()
        begun = time.monotonic()
        second.promote()
        tell()
        writers.wait_for_more(1)
        outcome.notes.append(
            f"from the command to the next answer {time.monotonic() - begun:.2f} s"
        )
        writers.wait_for_more(ENOUGH)
    outcome.limit("longest outage, s", outcome.outage, FAIL_OVER_SECONDS)
    return outcome


def standby_lost(_folder: Path, answers: int = 1000) -> Outcome:
    """Kill the standby: no save is acknowledged until one command removes it from the primary."""
    outcome = Outcome()
    with (
        shared_folder() as folder,
        primary(folder) as first,
        standby(first) as second,
        ExitStack() as ends,
    ):
        front = ends.enter_context(site(folder, first.url()))
        with written(front, first, outcome) as writers:
            writers.wait_for_more(answers)
            second.kill()
            time.sleep(QUIET_SECONDS)
            before = writers.acknowledged
            time.sleep(QUIET_SECONDS)
            outcome.limit("acknowledged without a standby", writers.acknowledged - before, 0)
            first.configure(synchronous_standby_names="''")
            first.ask("SELECT pg_reload_conf()")
            writers.wait_for_more(ENOUGH)
    outcome.limit("longest outage, s", outcome.outage, FAIL_OVER_SECONDS)
    return outcome
