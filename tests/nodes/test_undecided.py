"""A connection that breaks just when something is to be kept: it is said that nobody knows, and the same again is kept once."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import text

from app.storage.engine import StorageUnavailable, Undecided, open_engine, reading, writing
from tests.nodes.conftest import driven
from tests.nodes.postgresql import DATABASE, Cluster
from tests.nodes.process import until

COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"
"""What the wire carries."""


@contextmanager
def cutting(port: int, swallow: bool) -> Iterator[str]:
    """The URL of a line to the server at that port, which is cut at the first COMMIT: once it is through, or before (`swallow`)."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_carry, args=(listening, port, swallow), daemon=True).start()
        yield driven(f"postgresql://postgres@127.0.0.1:{listening.getsockname()[1]}/{DATABASE}")


def _carry(listening: socket.socket, port: int, swallow: bool) -> None:
    with suppress(OSError):
        near, _ = listening.accept()
        with near, socket.create_connection(("127.0.0.1", port)) as far:
            back = threading.Thread(target=_back, args=(far, near), daemon=True)
            back.start()
            while part := near.recv(65536):
                if COMMIT in part:
                    near.shutdown(socket.SHUT_RDWR)
                    if not swallow:
                        far.sendall(part)
                    far.shutdown(socket.SHUT_WR)
                    break
                far.sendall(part)
            back.join(10)


def _back(far: socket.socket, near: socket.socket) -> None:
    with suppress(OSError):
        while part := far.recv(65536):
            with suppress(OSError):
                near.sendall(part)


@pytest.mark.parametrize("swallow", [True, False])
def test_a_line_cut_at_the_commit_leaves_it_undecided_and_whole(cluster: Cluster, swallow: bool) -> None:
    ours = open_engine(driven(cluster.url()))
    with writing(ours) as db:
        db.execute(text("DELETE FROM owner"))
    with cutting(cluster.port, swallow) as url:
        engine = open_engine(url)
        with pytest.raises(Undecided), writing(engine) as db:
            db.execute(text("INSERT INTO owner (id, begun_at, seen_at) VALUES (1, 0, 0), (2, 0, 0)"))
        engine.dispose()
    until(lambda: cluster.ask("SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in%'") == [], "the server to notice")
    with reading(ours) as db:
        assert db.execute(text("SELECT count(*) FROM owner")).scalar_one() == (0 if swallow else 2)
    ours.dispose()


def test_a_commit_that_the_database_refuses_is_decided(cluster: Cluster) -> None:
    engine = open_engine(driven(cluster.url()))
    with pytest.raises(StorageUnavailable) as told, writing(engine) as db:
        db.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert not isinstance(told.value, Undecided)
    engine.dispose()
