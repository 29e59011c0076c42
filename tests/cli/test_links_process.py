"""`orienteer links check` as a process: interrupted, and on a terminal."""

import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.links_site import Web, place, waits
from tests.cli.run import OURS, read_terminal

FIRST, SECOND = OURS.resources[:2]


@pytest.fixture
def web():
    with Web() as found:
        yield found


CODE = """
import signal, socket, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from app.cli import links
from app.cli.language import words
from app.cli.links.request import CheckOptions
from tests.cli.links_site import LocalTransport, looks_up
socket.getaddrinfo = looks_up
transport = LocalTransport(int(sys.argv[1]), int(sys.argv[2]))
group = links.command(words("en"), transport, CheckOptions(pause=0.05, concurrency=1))
group.main(["check", *sys.argv[3:]], prog_name="orienteer links")
"""


def start(web, *options, **streams):
    return subprocess.Popen(
        [sys.executable, "-c", CODE, str(web.plain.port), str(web.safe.port), *options], **streams
    )


def test_interrupted_it_shows_what_was_found_so_far(web):
    web.behaviours[place(SECOND.url)] = [waits(20)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = start(web, "--limit", "2", "--format", "json", "--timeout", "60", **pipes)
    end = time.monotonic() + 20
    while len(web.requests) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    shown, told = process.communicate(timeout=15)
    assert process.returncode == 130
    assert [each["id"] for each in json.loads(shown)] == [FIRST.id]
    assert told == "Stopped before the end: what was found so far is above.\n"


def test_how_far_it_is_shows_on_a_terminal_only(web):
    above, below = pty.openpty()
    process = start(
        web,
        "--limit",
        "3",
        stdout=subprocess.PIPE,
        stderr=below,
        env={**os.environ, "TERM": "xterm"},
    )
    shown, _ = process.communicate(timeout=30)
    os.close(below)
    told = read_terminal(above)
    assert ("3/3" in told, process.returncode) == (True, 0)
    assert shown == (
        b"Addresses looked at: 3 of 3. Fine: 3, redirected: 0, "
        b"not certain: 0, moved for good: 0, gone: 0.\n"
    )


def test_the_other_commands_start_without_the_http_library():
    code = """
import sys
from app.cli.program import run
try:
    run(["--help"])
except SystemExit as end:
    assert not end.code, end.code
assert "app.cli.links" in sys.modules
assert not {"httpx", "httpcore", "anyio", "asyncio"} & set(sys.modules)
"""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
