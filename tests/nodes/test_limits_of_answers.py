"""An answer that PostgreSQL cannot take now is refused soon and not saved."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask

from app.storage.assessments import find_own_assessment
from app.web import auth
from config import Settings, read_settings
from tests.nodes.pgbouncer import pgbouncer
from tests.nodes.postgresql import Cluster
from tests.nodes.process import shared_folder
from tests.support.visitor import Visitor

pytestmark = pytest.mark.verify

MakeApp = Callable[[Settings], Flask]
NOT_KEPT = "This could not be kept just now"
ANSWER = {"level": 3, "revision": 1}
UPDATES = (
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE query LIKE 'UPDATE assessment%' AND state <> 'idle'"
)


def somebody(make_app: MakeApp, url: str, folder: Path) -> Visitor:
    visitor = Visitor(
        make_app(read_settings({"DATABASE_URL": url, "ORIENTEER_INSTANCE": str(folder)}))
    )
    visitor.begin()
    return visitor


def told(visitor: Visitor, token: str) -> tuple[int, str]:
    page = visitor.put("sql", ANSWER, token=token)
    said = page.response.get_json()
    return page.status, said.get("error", "")


@pytest.mark.parametrize("is_pooled", [False, True], ids=["straight", "pooled"])
def test_waiting_for_a_locked_row_ends_with_not_saved_and_releases_everything(
    cluster: Cluster, pooled: str, make_app: MakeApp, tmp_path: Path, is_pooled: bool
) -> None:
    visitor = somebody(make_app, pooled if is_pooled else cluster.url(), tmp_path)
    token = visitor.token
    with psycopg.connect(cluster.url()) as other:
        other.execute("SELECT * FROM assessment FOR UPDATE")
        assert told(visitor, token) == (503, NOT_KEPT)
        assert cluster.ask(UPDATES) == [(0,)]
        other.rollback()
    assert visitor.open("/assessments/1/data").chosen == {}
    assert told(visitor, token) == (200, "")


def test_a_full_pooler_refuses_an_answer_and_saves_nothing(
    cluster: Cluster, make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take its only connection between the reading and the writing."""
    with (
        shared_folder() as folder,
        pgbouncer(folder, cluster, default_pool_size="1", reserve_pool_size="0") as pooler,
    ):
        visitor = somebody(make_app, pooler.url, tmp_path)
        token, others = visitor.token, list[psycopg.Connection[Any]]()

        def then_taken(*given: Any) -> Any:
            found = find_own_assessment(*given)
            if not others:
                others.append(psycopg.connect(pooler.url, prepare_threshold=None))
                others[0].execute("SELECT 1")
            return found

        with monkeypatch.context() as patch:
            patch.setattr(auth, "find_own_assessment", then_taken)
            assert told(visitor, token) == (503, NOT_KEPT)
        others[0].close()
        assert visitor.open("/assessments/1/data").chosen == {}
        assert told(visitor, token) == (200, "")
