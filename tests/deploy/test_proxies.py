"""nginx and PgBouncer accept their files, and nginx forwards to the node that answers."""

import os
import shutil
import socket
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.server import serving
from tests.deploy.places import DEPLOY, program
from tests.nodes.nginx import nginx, trusting
from tests.nodes.process import shared_folder, until
from tests.support.ports import free_port

HOST = "learn.example.org"
ALERT = 0x15
"""The TLS record type of an alert."""


@pytest.fixture
def folder() -> Iterator[Path]:
    """nginx's workers run as another user."""
    with shared_folder() as found:
        yield found


def status(address: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers={"Host": HOST})
    with urllib.request.urlopen(request, timeout=20, context=trusting()) as answer:
        return answer.status, answer.headers["X-Request-ID"] or ""


def test_a_node_that_is_gone_is_passed_over(tmp_path: Path, folder: Path) -> None:
    settings = {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": "1", "ORIENTEER_LOG": "json"}
    with serving(tmp_path / "instance", **settings) as server:
        node = int(server.url.rpartition(":")[2])
        with nginx(folder, (free_port(), node)) as proxy:
            told = [status(f"{proxy.url}/roles") for _ in range(20)]
        assert {code for code, _ in told} == {200}
        number = told[0][1]
        assert number in (tmp_path / "instance" / "errors").read_text(), (
            "the node calls the request as nginx does"
        )
        assert number in proxy.log.read_text()
        assert "[warn]" not in (folder / "nginx.log").read_text(), "nginx takes its file as it is"


def bad_handshake() -> bytes:
    """The first message of TLS 1.3 with an invalid key, as scanners send it.

    OpenSSL calls it critical.
    """

    def extension(kind: int, content: bytes) -> bytes:
        return kind.to_bytes(2, "big") + len(content).to_bytes(2, "big") + content

    key = b"\x00\x1d\x00\x20" + bytes(32)
    kinds = {
        0x2B: b"\x02\x03\x04",
        0x0A: b"\x00\x02\x00\x1d",
        0x0D: b"\x00\x02\x04\x03",
        0x33: len(key).to_bytes(2, "big") + key,
    }
    extensions = b"".join(extension(kind, content) for kind, content in kinds.items())
    hello = (
        b"\x03\x03"
        + bytes(32)
        + b"\x00\x00\x02\x13\x01\x01\x00"
        + len(extensions).to_bytes(2, "big")
        + extensions
    )
    message = b"\x01" + len(hello).to_bytes(3, "big") + hello
    return b"\x16\x03\x01" + len(message).to_bytes(2, "big") + message


def test_no_log_of_nginx_holds_an_address(folder: Path) -> None:
    with nginx(folder, (free_port(), free_port())) as proxy:
        with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2])), 20) as line:
            line.sendall(bad_handshake())
            assert line.recv(1)[0] == ALERT
        for address in (proxy.url, proxy.plain):
            with pytest.raises(urllib.error.HTTPError):
                status(f"{address}/.well-known/acme-challenge/none")
    logs = {each.name: each.read_text() for each in proxy.logs}
    assert "GET" in logs["orienteer.log"]
    assert {name: text for name, text in logs.items() if "client:" in text or "acme" in text} == {}


def test_pgbouncer_takes_its_file(folder: Path) -> None:
    text = (DEPLOY / "pgbouncer" / "pgbouncer.ini").read_text()
    users = folder / "users.txt"
    users.write_text('"orienteer" "secret"\n')
    exchanged = {
        "listen_port = 6432": f"listen_port = {free_port()}",
        "/var/run/postgresql": str(folder),
        "/etc/pgbouncer/userlist.txt": str(users),
        "/var/log/postgresql/": f"{folder}/",
    }
    for old, new in exchanged.items():
        assert old in text, old
        text = text.replace(old, new)
    ini = folder / "pgbouncer.ini"
    ini.write_text(text)
    user = []
    # PgBouncer refuses to be root.
    if os.getuid() == 0:
        for path in (folder, *folder.iterdir()):
            shutil.chown(path, "nobody")
        user = ["-u", "nobody"]
    process = subprocess.Popen(
        [program("pgbouncer"), "-q", *user, str(ini)], stderr=subprocess.DEVNULL
    )
    log = folder / "pgbouncer.log"
    try:
        until(lambda: log.exists() and "process up" in log.read_text(), "PgBouncer")
    finally:
        process.terminate()
        process.wait(20)
    assert [
        line for line in log.read_text().splitlines() if "WARNING" in line or "ERROR" in line
    ] == []
