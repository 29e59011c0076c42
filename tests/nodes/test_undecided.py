"""A connection that breaks just when something is to be kept: it is said that nobody knows, and the same again is kept once."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from app.storage.engine import StorageUnavailable, Undecided, open_engine, reading, writing
from config import Settings, read_settings
from tests.nodes.conftest import driven
from tests.nodes.postgresql import DATABASE, Cluster
from tests.nodes.process import until
from tests.visitor import Visitor

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""What the wire carries."""


class Line:
    """A line to the server at a port; while it is `cut`, it breaks at each COMMIT: once that is through, or before (`swallow`)."""

    def __init__(self, port: int, swallow: bool) -> None:
        self.port, self.swallow, self.cut = port, swallow, threading.Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"postgresql://postgres@127.0.0.1:{self.listening.getsockname()[1]}/{DATABASE}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listening.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(("127.0.0.1", self.port)) as far:
            back = threading.Thread(target=_back, args=(far, near), daemon=True)
            back.start()
            while part := near.recv(65536):
                if COMMIT in part and self.cut.is_set():
                    near.shutdown(socket.SHUT_RDWR)
                    if not self.swallow:
                        far.sendall(part)
                    break
                far.sendall(part)
            far.shutdown(socket.SHUT_WR)
            back.join(10)


def _back(far: socket.socket, near: socket.socket) -> None:
    with suppress(OSError):
        while part := far.recv(65536):
            with suppress(OSError):
                near.sendall(part)


@pytest.fixture(params=[True, False], ids=["lost on the way there", "lost on the way back"])
def line(cluster: Cluster, request: pytest.FixtureRequest) -> Iterator[Line]:
    found = Line(cluster.port, request.param)
    yield found
    found.listening.close()


def test_a_line_cut_at_the_commit_leaves_it_undecided_and_whole(cluster: Cluster, line: Line) -> None:
    engine = open_engine(driven(line.url))
    with writing(engine) as db:
        db.execute(text("DELETE FROM owner"))
    line.cut.set()
    with pytest.raises(Undecided), writing(engine) as db:
        db.execute(text("INSERT INTO owner (id, begun_at, seen_at) VALUES (1, 0, 0), (2, 0, 0)"))
    until(lambda: cluster.ask("SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in%'") == [], "the server to notice")
    with reading(engine) as db:
        assert db.execute(text("SELECT count(*) FROM owner")).scalar_one() == (0 if line.swallow else 2)
    engine.dispose()


def test_it_is_said_and_the_same_answer_again_is_kept_once(line: Line, make_app: Callable[[Settings], Flask], tmp_path: Path) -> None:
    visitor = Visitor(make_app(read_settings({"DATABASE_URL": line.url, "ORIENTEER_INSTANCE": str(tmp_path)})))
    visitor.begin()
    token, sent = visitor.token, {"level": 3, "revision": 1}
    line.cut.set()
    told = visitor.put("sql", sent, token=token)
    assert (told.status, json.loads(told.html)["error"]) == (503, "It is not known whether this was kept")
    line.cut.clear()
    again = visitor.put("sql", sent, token=token)
    assert (again.status, json.loads(again.html)["level"]) == (200 if line.swallow else 409, 3)
    assert visitor.open("/assessments/1/data").chosen == {"sql": "3"}


def test_a_commit_that_the_database_refuses_is_decided(cluster: Cluster) -> None:
    engine = open_engine(driven(cluster.url()))
    with pytest.raises(StorageUnavailable) as told, writing(engine) as db:
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert not isinstance(told.value, Undecided)
    engine.dispose()
