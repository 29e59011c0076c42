"""The server's processes: stopped, reloaded, killed, and crashing in a loop."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.cli.wsgi_middleware import CORK
from tests.server.behind import Door, answers, crowd, door, until
from tests.support.ports import free_port

PEOPLE = 200


def test_stopping_finishes_running_requests(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        with crowd(found, PEOPLE) as became:
            until(lambda: became["whole"] > PEOPLE)
            found.process.send_signal(signal.SIGTERM)
            assert found.process.wait(40) == 0
        assert became["cut"] == became["wrong"] == 0
        assert became["refused"] > 0, "nobody is let in any more"
        assert found.begun() == became["whole"] + 1, (
            "whoever was let in has got all of it (and one had asked before)"
        )


def test_workers_are_replaced_without_a_failed_request(tmp_path: Path) -> None:
    with door(tmp_path) as found, crowd(found, 40) as became:
        first = found.worker()
        found.process.send_signal(signal.SIGHUP)
        until(lambda: found.worker() != first)
        seen = became["whole"]
        until(lambda: became["whole"] > seen + 200)
        assert set(became) == {"whole"}


def test_a_worker_that_was_killed_is_replaced_at_once_and_again(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        for _ in range(3):
            killed, began = found.worker(), time.monotonic()
            os.kill(killed, signal.SIGKILL)
            assert found.worker() != killed, "who asks meanwhile waits, and is not turned away"
            assert time.monotonic() - began < 2


@pytest.mark.skipif(CORK is None, reason="only Linux can hold a response back")
def test_a_worker_that_is_killed_in_the_middle_of_a_response_sends_nothing_of_it(
    tmp_path: Path,
) -> None:
    """nginx asks another node only if it has received nothing."""
    with door(tmp_path) as found:
        with socket.create_connection(("127.0.0.1", found.port), timeout=20) as connection:
            connection.sendall(b"GET /killed HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            with pytest.raises(ConnectionResetError):
                connection.recv(1)
        assert found.ask("/x") == (200, b"x" * 1000)


def test_workers_that_cannot_live_end_the_server(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        while found.process.poll() is None and answers(found):
            try:
                os.kill(found.worker(), signal.SIGKILL)
            except OSError:
                break
        assert found.process.wait(20) == 1, "so that whoever watches it starts it again"


def test_an_application_that_cannot_be_loaded_ends_the_server(tmp_path: Path) -> None:
    """The log says where it failed. The exception's message may hold a database URL.

    The secret is no word of the code, which a traceback may show.
    """
    server = f"Server(lambda: int('terces'[::-1]), '127.0.0.1', {free_port()}).run()"
    imports = (
        "from app.cli.server import Server; "
        "from app.observability.log_config import configure_logging"
    )
    code = f"{imports}; configure_logging('text'); {server}"
    ended = subprocess.run(
        [sys.executable, "-c", code], timeout=30, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "builtins.ValueError" in ended.stderr, "secret" in ended.stderr) == (
        3,
        True,
        False,
    )


def test_reloads_in_a_row_are_no_crash_loop(tmp_path: Path) -> None:
    with door(tmp_path, workers=2) as found:
        for _ in range(4):
            first = found.worker()
            found.process.send_signal(signal.SIGHUP)
            until(lambda first=first: found.worker() != first)
        assert found.process.poll() is None


@pytest.mark.verify
def test_workers_that_have_served_their_requests_are_no_crash_loop(tmp_path: Path) -> None:
    with door(tmp_path, workers=2, max_requests=50) as found, crowd(found, 10) as became:
        until(lambda: became["whole"] > 700, 60)
        assert found.process.poll() is None
        assert became["cut"] == became["wrong"] == 0


def test_when_the_server_is_killed_its_workers_go_and_the_port_is_free(tmp_path: Path) -> None:
    with door(tmp_path, workers=2) as found:
        worker = found.worker()
        found.process.kill()
        until(lambda: not _runs(worker))
        until(lambda: _is_free(found))


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _is_free(found: Door) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", found.port))
        except OSError:
            return False
    return True
