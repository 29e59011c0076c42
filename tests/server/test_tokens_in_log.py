"""The server's output contains no address of a shared result."""

import os
import subprocess
import sys
import urllib.error
import urllib.request

from tests.support.databases import Environ
from tests.support.ports import free_port
from tests.support.process_output import first_line

TOKEN = "T0ken" * 9
STOP_SECONDS = 20


def status(url: str, method: str) -> int:
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, method=method), timeout=20
        ) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_no_token_is_written(environ: Environ) -> None:
    port = str(free_port())
    environment = os.environ | environ | {"LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "app", "serve", "--port", port]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment, text=True
    ) as process:
        assert process.stdout
        try:
            said = first_line(process)
            assert port in said
            asked = [
                ("GET", ""),
                ("HEAD", ""),
                ("GET", "/plan"),
                ("GET", "?lang=ko"),
                ("POST", ""),
                ("GET", "/nothing"),
            ]
            answers = [
                status(f"http://127.0.0.1:{port}/shared/{TOKEN}{end}", method)
                for method, end in asked
            ]
        finally:
            process.terminate()
            rest = process.stdout.read()
            process.wait(STOP_SECONDS)
    assert answers == [404, 404, 404, 404, 405, 404]
    assert TOKEN not in said + rest


def test_the_address_is_said_where_the_environment_names_a_proxy(environ: Environ) -> None:
    """The server connects to itself at the start, which a proxy would prevent."""
    port = str(free_port())
    environment = (
        os.environ
        | environ
        | {"LC_ALL": "C.UTF-8", "http_proxy": "http://127.0.0.1:9", "no_proxy": ""}
    )
    command = [sys.executable, "-m", "app", "serve", "--port", port]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    ) as process:
        try:
            assert port in first_line(process, STOP_SECONDS)
        finally:
            process.terminate()
