"""A PostgreSQL that stands still with open connections: nobody waits for it for ever."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from sqlalchemy import Engine, text

from app.storage.databases.postgresql_connection import TimeoutConnection
from app.storage.engine import (
    CommitOutcomeUnknown,
    StorageUnavailable,
    consistent_reading,
    open_engine,
    reading,
    schema_change,
    writing,
)
from tests.nodes.conftest import driven
from tests.nodes.postgresql import Cluster
from tests.nodes.process import until

pytestmark = pytest.mark.verify


def owners(engine: Engine) -> int:
    """Return the number of owners."""
    with reading(engine) as db:
        return int(db.execute(text("SELECT count(*) FROM owner")).scalar_one())


def test_a_server_that_stands_still_is_given_up_at_any_step(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a commit the outcome is unknown, before it nothing is saved, and afterwards all works."""
    monkeypatch.setattr(TimeoutConnection, "response_timeout", 2.0)
    engine = open_engine(driven(cluster.url()))
    with writing(engine) as db:
        db.execute(text("DELETE FROM owner"))

    def add(id: int, freeze: Callable[[], object]) -> None:
        with writing(engine) as db:
            db.execute(
                text("INSERT INTO owner (id, begun_at, seen_at) VALUES (:id, 0, 0)"), {"id": id}
            )
            freeze()

    with ExitStack() as thaws, pytest.raises(CommitOutcomeUnknown):
        add(1, lambda: thaws.enter_context(cluster.frozen()))
    until(lambda: owners(engine) == 1, "what was sent to be kept once it goes on")
    with cluster.frozen(), pytest.raises(StorageUnavailable) as told:
        add(2, lambda: None)
    assert not isinstance(told.value, CommitOutcomeUnknown)
    assert owners(engine) == 1
    with cluster.frozen(), pytest.raises(StorageUnavailable):
        owners(engine)
    assert owners(engine) == 1
    engine.dispose()


def test_who_reads_for_long_or_migrates_is_not_given_up(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TimeoutConnection, "response_timeout", 1.5)
    engine = open_engine(driven(cluster.url()))
    with consistent_reading(engine) as db:
        db.execute(text("SELECT pg_sleep(2.5)"))
    with schema_change(engine) as db:
        db.execute(text("SELECT pg_sleep(2.5)"))
    with pytest.raises(StorageUnavailable), reading(engine) as db:
        db.execute(text("SELECT pg_sleep(2.5)"))
    engine.dispose()
