"""PostgreSQL's engine reconnects, and fails soon and clearly, directly and through PgBouncer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Barrier
from time import monotonic

import psycopg
import pytest
from sqlalchemy import Engine, text

from app.storage.databases.migrate import differences, is_migrated, migrate
from app.storage.databases.postgresql import LIMITS, POOL_SECONDS
from app.storage.engine import CONNECTIONS, StorageUnavailable, open_engine, reading, writing
from config import read_settings
from tests.faults.cluster import take_all
from tests.nodes.conftest import driven
from tests.nodes.postgresql import Cluster, primary, standby
from tests.nodes.process import shared_folder, until
from tests.support.ports import free_port

pytestmark = pytest.mark.verify

SOON = POOL_SECONDS + 3
"""Seconds within which a failure must be reported."""
END_SESSIONS = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE pid <> pg_backend_pid() AND datname = 'orienteer'"
)
SEEN = text("UPDATE owner SET seen_at = seen_at + 1 WHERE id = :id")


@pytest.fixture(params=["directly", "through PgBouncer"])
def url(request: pytest.FixtureRequest, cluster: Cluster, pooled: str) -> str:
    return driven(cluster.url() if request.param == "directly" else pooled)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    found = open_engine(url)
    with writing(found) as db:
        db.execute(text("DELETE FROM owner"))
        db.execute(text("INSERT INTO owner (id, begun_at, seen_at) VALUES (1, 0, 0), (2, 0, 0)"))
    yield found
    found.dispose()


def seen(engine: Engine, owner: int = 1) -> int:
    with reading(engine) as db:
        return int(
            db.execute(text("SELECT seen_at FROM owner WHERE id = :id"), {"id": owner}).scalar_one()
        )


def seen_any(engine: Engine) -> int:
    """Return the number of owners."""
    with reading(engine) as db:
        return int(db.execute(text("SELECT count(*) FROM owner")).scalar_one())


def test_a_connection_that_has_died_is_replaced_before_it_is_used(
    engine: Engine, cluster: Cluster
) -> None:
    for _ in range(3):
        assert seen(engine) >= 0
        cluster.ask(END_SESSIONS)
        with writing(engine) as db:
            db.execute(SEEN, {"id": 1})
        cluster.ask(END_SESSIONS)
    assert seen(engine) == 3


def test_a_setting_that_changes_meanwhile_costs_no_connection(cluster: Cluster) -> None:
    engine = open_engine(driven(cluster.url()))
    with reading(engine) as db:
        before = db.execute(text("SELECT pg_backend_pid()")).scalar_one()
    # A server sends this setting to its clients unasked.
    cluster.configure(timezone="'Asia/Seoul'")
    cluster.ask("SELECT pg_reload_conf()")
    until(lambda: cluster.ask("SHOW timezone") == [("Asia/Seoul",)], "the new setting")
    with reading(engine) as db:
        assert db.execute(text("SELECT pg_backend_pid()")).scalar_one() == before
    engine.dispose()


def test_a_block_that_fails_keeps_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as db:
            db.execute(SEEN, {"id": 1})
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen(engine) == 0


def test_waiting_for_a_locked_row_fails_soon(engine: Engine) -> None:
    begun = monotonic()
    with writing(engine) as db:
        db.execute(SEEN, {"id": 1})
        with pytest.raises(StorageUnavailable), writing(engine) as other:
            other.execute(SEEN, {"id": 1})
    assert monotonic() - begun < SOON
    assert seen(engine) == 1


def test_of_two_deadlocked_transactions_one_fails_and_the_other_is_saved(engine: Engine) -> None:
    gate = Barrier(2)

    def both(first: int, second: int) -> bool:
        try:
            with writing(engine) as db:
                db.execute(SEEN, {"id": first})
                gate.wait(30)
                db.execute(SEEN, {"id": second})
        except StorageUnavailable:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        kept = list(pool.map(both, (1, 2), (2, 1)))
    assert sorted(kept) == [False, True]
    assert (seen(engine, 1), seen(engine, 2)) == (1, 1)


def test_limits_hold_in_a_transaction_and_stay_on_no_connection_that_others_share(
    engine: Engine, cluster: Cluster, pooled: str
) -> None:
    with writing(engine) as db:
        assert {name: db.execute(text(f"SHOW {name}")).scalar_one() for name in LIMITS} == LIMITS
    with psycopg.connect(pooled, autocommit=True, prepare_threshold=None) as other:
        assert {str(other.execute(f"SHOW {name}".encode()).fetchone()) for name in LIMITS} == {
            "('0',)"
        }


def test_many_threads_on_few_connections_find_no_statement_missing(engine: Engine) -> None:
    def visit(number: int) -> None:
        with writing(engine) as db:
            db.execute(SEEN, {"id": 1 + number % 2})
        assert seen(engine) >= 0

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(visit, range(400)))
    assert (seen(engine, 1), seen(engine, 2)) == (200, 200)


def test_with_every_connection_in_use_a_request_fails_soon(engine: Engine) -> None:
    with ExitStack() as held:
        for _ in range(CONNECTIONS):
            held.enter_context(reading(engine))
        begun = monotonic()
        with pytest.raises(StorageUnavailable), reading(engine):
            pass
        assert monotonic() - begun < SOON
    assert seen(engine) == 0


def test_a_server_without_a_connection_left_says_so(cluster: Cluster) -> None:
    engine = open_engine(driven(cluster.url()))
    with ExitStack() as held:
        take_all(cluster.url(), held)
        with pytest.raises(StorageUnavailable):
            seen(engine)
    assert is_migrated(engine)
    engine.dispose()


def test_nodes_that_start_together_migrate_once(url: str, cluster: Cluster) -> None:
    cluster.ask("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    engines = [open_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as pool:
        list(pool.map(migrate, engines))
    assert differences(engines[0]) == []
    for engine in engines:
        engine.dispose()


def test_a_stopped_server_is_said_and_a_started_one_is_found_again_and_so_is_a_promoted_one(
    tmp_path: Path,
) -> None:
    with shared_folder() as folder, primary(folder, fsync="off") as first, standby(first) as second:
        nobody = f"127.0.0.1:{free_port()}"
        hosts = f"host={nobody}&host={second.host}&host={first.host}"
        given = f"postgresql://postgres@/orienteer?{hosts}&target_session_attrs=read-write"
        engine = open_engine(
            read_settings(
                {
                    "DATABASE_URL": given,
                    "SECRET_KEY": "q" * 5 + "7hQ2vXc9Lm4RkTzB1nWd8sYpF6gJ3a",
                    "ORIENTEER_INSTANCE": str(tmp_path),
                }
            ).database
        )
        migrate(engine)
        first.stop()
        begun = monotonic()
        with pytest.raises(StorageUnavailable):
            seen(engine)
        assert monotonic() - begun < 3 * SOON
        first.start()
        assert is_migrated(engine)
        until(lambda: bool(second.ask("SELECT 1 FROM alembic_version")), "the standby to have it")
        behind = open_engine(driven(second.url()))
        with pytest.raises(StorageUnavailable), writing(behind) as db:
            db.execute(SEEN, {"id": 1})
        assert seen_any(engine) == 0
        first.configure(default_transaction_read_only="on")
        first.ask("SELECT pg_reload_conf()")
        until(
            lambda: first.ask("SHOW default_transaction_read_only") == [("on",)], "the new setting"
        )
        second.promote()
        with pytest.raises(StorageUnavailable), writing(engine) as db:
            db.execute(SEEN, {"id": 1})
        for each in (engine, behind):
            with writing(each) as db:
                assert db.execute(text("SELECT inet_server_port()")).scalar_one() == second.port
                db.execute(SEEN, {"id": 1})
            each.dispose()
