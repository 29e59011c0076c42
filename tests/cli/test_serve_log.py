"""What the server writes while it serves holds no address of a shared result."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

from tests.databases import Environ

TOKEN = "T0ken" * 9
STOP_SECONDS = 20


def status(url: str, method: str) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:  # noqa: S310 (our own server)
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_no_token_is_written(environ: Environ) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = os.environ | environ | {"LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "app", "serve", "--port", port]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True) as process:
        assert process.stdout
        try:
            said = process.stdout.readline()  # once it answers
            assert port in said
            asked = [("GET", ""), ("HEAD", ""), ("GET", "/plan"), ("GET", "?lang=ko"), ("POST", ""), ("GET", "/nothing")]
            answers = [status(f"http://127.0.0.1:{port}/shared/{TOKEN}{end}", method) for method, end in asked]
        finally:
            process.terminate()
            rest = process.stdout.read()
            process.wait(STOP_SECONDS)
    assert answers == [404, 404, 404, 404, 405, 404]
    assert TOKEN not in said + rest
