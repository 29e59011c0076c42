"""PostgreSQL under two nodes: restarted, killed, without free connections, with a full disk."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import psycopg

from tests.faults.accounts import find, lies
from tests.faults.client import Client
from tests.faults.looking import answers_in, database
from tests.faults.outcome import Outcome
from tests.faults.writers import Writers, writing_people
from tests.nodes.nginx import trusting
from tests.nodes.postgresql import Cluster, primary
from tests.nodes.process import shared_folder, until
from tests.nodes.site import Noted, Site, site, whole

RESTART_SECONDS = 30.0
"""Until answers are saved again after PostgreSQL was stopped and started at once."""
REFUSAL_SECONDS = 8.0
"""Within which a save is refused while no connection is free."""
ENOUGH = 100
POOLED = 25
"""Connections to PostgreSQL that PgBouncer opens at most, as its configuration says."""
ROOM = 96
"""Megabytes of the disk that is filled."""


def restarted(_folder: Path, rounds: int = 6) -> Outcome:
    """Stop PostgreSQL as an operator does, or kill it, under load, and start it again."""
    outcome = Outcome()
    with whole() as (cluster, front), written(front, cluster, outcome) as writers:
        for number in range(rounds):
            writers.wait_for_more(ENOUGH)
            cluster.kill() if number % 2 else cluster.stop()
            cluster.start()
    outcome.limit("longest outage, s", outcome.outage, RESTART_SECONDS)
    return outcome


def exhausted(_folder: Path, rounds: int = 3) -> Outcome:
    """Take every connection of PostgreSQL or PgBouncer: saves are refused soon, then work."""
    outcome, noted = Outcome(), Noted()
    with whole() as (cluster, front), written(front, cluster, outcome, noted) as writers:
        for number in range(rounds):
            writers.wait_for_more(ENOUGH)
            with (
                _pooler_held(front.nodes[0].settings["DATABASE_URL"])
                if number % 2
                else _all_held(cluster)
            ):
                before = noted.statuses[503]
                # mypy knows no types of a lambda's arguments.
                until(lambda before=before: noted.statuses[503] > before, "people to be told")
                outcome.faults += _still_answers(front)
    outcome.limit("slowest answer, s", noted.slowest(1), REFUSAL_SECONDS)
    return outcome


def filled(_folder: Path, rounds: int = 2) -> Outcome:
    """Fill the disk of PostgreSQL's tables, but not its log's: saves go on without a restart."""
    outcome, noted = Outcome(), Noted()
    with (
        shared_folder() as folder,
        _small_disk(folder) as disk,
        primary(disk, log_folder=folder / "log") as cluster,
        ExitStack() as ends,
    ):
        front = ends.enter_context(site(folder, cluster.url()))
        with written(front, cluster, outcome, noted) as writers:
            for _ in range(rounds):
                writers.wait_for_more(ENOUGH)
                before = noted.statuses[503]
                with _filled(disk):
                    until(
                        lambda before=before: noted.statuses[503] > before + ENOUGH,
                        "people to be told",
                        60,
                    )  # type: ignore[misc]
    outcome.least("answers that said so", noted.statuses[503], rounds * ENOUGH)
    return outcome


@contextmanager
def written(
    front: Site, cluster: Cluster, outcome: Outcome, noted: Noted | None = None
) -> Iterator[Writers]:
    """Yield people who write all the while. Afterwards look for their answers in the cluster."""
    with writing_people(front.url, client=(noted or Noted()).client) as writers:
        yield writers
        writers.wait_for_more(ENOUGH)
    with database(cluster.url().replace("postgresql", "postgresql+psycopg", 1)) as engine:
        kept = partial(answers_in, engine)
        outcome.add(find(writers.moment(), kept))
        outcome.faults += lies(writers.accounts, kept)
    writers.tell(outcome)


@contextmanager
def _all_held(cluster: Cluster) -> Iterator[None]:
    """Hold every connection that PostgreSQL gives out."""
    others = (
        "FROM pg_stat_activity WHERE backend_type = 'client backend' AND application_name <> 'held'"
    )
    with ExitStack() as held:
        mine = held.enter_context(
            psycopg.connect(cluster.url(), autocommit=True, application_name="held")
        )
        while mine.execute(f"SELECT count(*) {others}".encode()).fetchone() != (0,):
            mine.execute(f"SELECT pg_terminate_backend(pid) {others}".encode())
            take_all(cluster.url(), held)
        yield


def take_all(url: str, held: ExitStack) -> None:
    """Take connections until no more are given."""
    try:
        while True:
            held.enter_context(psycopg.connect(url, connect_timeout=2, application_name="held"))
    except psycopg.OperationalError as error:
        if not re.search("too many|remaining connection slots", str(error)):
            raise


@contextmanager
def _pooler_held(url: str) -> Iterator[None]:
    """Hold every connection of PgBouncer to PostgreSQL in a transaction."""
    with ExitStack() as held:
        for _ in range(POOLED):
            held.enter_context(psycopg.connect(url, prepare_threshold=None)).execute("SELECT 1")
        yield


def _still_answers(front: Site) -> list[str]:
    """Check that pages without the database still work."""
    with closing(Client(front.url, tls=trusting())) as client:
        statuses = {path: client.get(path).status for path in ("/healthz", "/method")}
    return [f"{path}: {status}" for path, status in statuses.items() if status != 200]


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Yield a small file system in memory."""
    disk = folder / "disk"
    disk.mkdir()
    subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", f"size={ROOM}m,mode=0777", "tmpfs", str(disk)],
        check=True,
    )
    try:
        yield disk
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)


@contextmanager
def _filled(disk: Path) -> Iterator[None]:
    """Fill it to its last byte."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass
    try:
        yield
    finally:
        ballast.unlink()
