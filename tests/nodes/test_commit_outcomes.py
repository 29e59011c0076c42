"""A connection breaks at a commit: the page says that the outcome is unknown.

A repeat saves once.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.storage.engine import (
    CommitOutcomeUnknown,
    StorageUnavailable,
    open_engine,
    reading,
    writing,
)
from config import Settings, read_settings
from tests.nodes.conftest import driven
from tests.nodes.line import Line
from tests.nodes.postgresql import Cluster
from tests.nodes.process import until
from tests.support.visitor import Visitor

pytestmark = pytest.mark.verify


def test_a_connection_cut_at_the_commit_leaves_it_undecided_and_consistent(
    cluster: Cluster, line: Line
) -> None:
    engine = open_engine(driven(line.url))
    with writing(engine) as db:
        db.execute(text("DELETE FROM owner"))
    line.cut.set()
    with pytest.raises(CommitOutcomeUnknown), writing(engine) as db:
        db.execute(text("INSERT INTO owner (id, begun_at, seen_at) VALUES (1, 0, 0), (2, 0, 0)"))
    until(
        lambda: cluster.ask("SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in%'") == [],
        "the server to notice",
    )
    with reading(engine) as db:
        assert db.execute(text("SELECT count(*) FROM owner")).scalar_one() == (
            0 if line.swallow else 2
        )
    engine.dispose()


def test_an_unknown_outcome_is_reported_and_the_same_answer_again_is_saved_once(
    line: Line, make_app: Callable[[Settings], Flask], tmp_path: Path
) -> None:
    visitor = Visitor(
        make_app(read_settings({"DATABASE_URL": line.url, "ORIENTEER_INSTANCE": str(tmp_path)}))
    )
    visitor.begin()
    token, sent = visitor.token, {"level": 3, "revision": 1}
    line.cut.set()
    told = visitor.put("sql", sent, token=token)
    assert (told.status, json.loads(told.html)["error"]) == (
        503,
        "It is not known whether this was kept",
    )
    line.cut.clear()
    again = visitor.put("sql", sent, token=token)
    assert (again.status, json.loads(again.html)["level"]) == (200 if line.swallow else 409, 3)
    assert visitor.open("/assessments/1/data").chosen == {"sql": "3"}


def test_a_commit_that_the_database_refuses_is_decided(cluster: Cluster) -> None:
    engine = open_engine(driven(cluster.url()))
    with pytest.raises(StorageUnavailable) as told, writing(engine) as db:
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert not isinstance(told.value, CommitOutcomeUnknown)
    engine.dispose()
