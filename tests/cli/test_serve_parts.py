"""An answer that the application makes in parts reaches who asked: whole or not at all, with little memory, however slowly it is read."""

import http.client
import os
import socket
import time
from pathlib import Path

from tests.server.behind import PART_BYTES, Door, door, until

MANY = 3000
"""Parts: 197 MB."""
SOME = 150
"""10 MB, more than the kernel holds for a reader who does not read."""


def test_a_long_one_comes_whole_and_takes_little_memory(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        before = _memory(found)
        status, content = found.ask(f"/parts/{MANY}")
        assert (status, len(content)) == (200, MANY * PART_BYTES)
        assert _memory(found) - before < 32


def test_a_short_one_comes_whole(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        assert [len(found.ask(f"/parts/{count}")[1]) for count in (0, 1, 4, 5)] == [0, PART_BYTES, 4 * PART_BYTES, 5 * PART_BYTES]


def test_one_that_fails_midway_is_an_error_and_not_half_a_file(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        told = [found.ask(f"/parts/{count}/fails") for count in (0, 3, 40)]
    assert {status for status, _ in told} == {500}
    assert all(content.startswith(b"Something went wrong on our side") and len(content) < 300 for _, content in told)


def test_who_reads_slowly_or_leaves_holds_nothing_but_the_connection(tmp_path: Path) -> None:
    with door(tmp_path) as found:
        before = _files(found)  # pytest's own, which its children inherit
        slow = [_begun(found) for _ in range(40)]  # more than there are threads
        until(lambda: found.ask("/open")[1] == b"0")
        for each in slow[1:]:
            each.close()
        until(lambda: _files(found) == before + 1)
        time.sleep(1.2)  # longer than the gateway itself holds the file
        answer = http.client.HTTPResponse(slow[0])
        answer.begin()
        assert len(answer.read()) == SOME * PART_BYTES
        slow[0].close()
        until(lambda: _files(found) == before)


def _begun(found: Door) -> socket.socket:
    connection = socket.socket()
    connection.settimeout(30)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 256 * 1024)
    connection.connect(("127.0.0.1", found.port))
    connection.sendall(f"GET /parts/{SOME} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    return connection


def _memory(found: Door) -> int:
    """What the worker has held at most, in MB."""
    lines = Path(f"/proc/{found.worker()}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _files(found: Door) -> int:
    """How many files without a name the worker has open."""
    folder, names = f"/proc/{found.worker()}/fd", []
    for each in os.listdir(folder):
        try:
            names.append(os.readlink(f"{folder}/{each}"))
        except FileNotFoundError:
            continue
    return sum(name.endswith("(deleted)") for name in names)
