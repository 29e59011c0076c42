"""nginx and PgBouncer take their files, and nginx hands over to the node that answers."""

import os
import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.server import free_port, serving
from tests.cli.behind import until
from tests.deploy.places import DEPLOY, ROOT, program

HOST = "learn.example.org"


@contextmanager
def nginx(folder: Path, nodes: tuple[int, int]) -> Iterator[int]:
    """The example's nginx before these two nodes; its https port."""
    http, https, pem = free_port(), free_port(), folder / "site.pem"
    shutil.copy(ROOT / "tests/cli/links_site.pem", pem)
    text = (DEPLOY / "nginx" / "orienteer.conf").read_text()
    exchanged = {
        "127.0.0.1:8001": f"127.0.0.1:{nodes[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{nodes[1]}",
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "/etc/ssl/orienteer/fullchain.pem": str(pem),
        "/etc/ssl/orienteer/privkey.pem": str(pem),
        "/var/log/nginx/": f"{folder}/",
    }
    for old, new in exchanged.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text)
    temporary = "".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"pid {folder}/pid; error_log {folder}/log; events {{}} http {{ {temporary} include {folder}/site.conf; }}"
    (folder / "nginx.conf").write_text(whole + "\n")
    command = [program("nginx"), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off; user root;"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "[warn]" not in checked.stderr
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        yield https
    finally:
        process.terminate()
        process.wait(20)


def status(port: int, path: str) -> tuple[int, str]:
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    request = urllib.request.Request(f"https://127.0.0.1:{port}{path}", headers={"Host": HOST})
    with urllib.request.urlopen(request, timeout=20, context=trusting) as answer:  # noqa: S310
        return answer.status, answer.headers["X-Request-ID"] or ""


def answers(port: int) -> bool:
    try:
        return status(port, "/")[0] == 200
    except OSError:
        return False


def test_a_node_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    settings = {"ORIENTEER_HOSTS": HOST, "ORIENTEER_PROXIES": "1", "ORIENTEER_LOG": "json"}
    with serving(tmp_path / "instance", **settings) as server:
        node = int(server.url.rpartition(":")[2])
        with nginx(tmp_path, (free_port(), node)) as port:
            until(lambda: answers(port))
            told = [status(port, "/roles") for _ in range(20)]
        assert {code for code, _ in told} == {200}
        number = told[0][1]
        assert number in (tmp_path / "instance" / "errors").read_text(), "the node calls the request as nginx does"
        assert number in (tmp_path / "orienteer.log").read_text()


def test_pgbouncer_takes_its_file(tmp_path: Path) -> None:
    text = (DEPLOY / "pgbouncer" / "pgbouncer.ini").read_text()
    users = tmp_path / "users.txt"
    users.write_text('"orienteer" "secret"\n')
    exchanged = {
        "listen_port = 6432": f"listen_port = {free_port()}",
        "/var/run/postgresql": str(tmp_path),
        "/etc/pgbouncer/userlist.txt": str(users),
        "/var/log/postgresql/": f"{tmp_path}/",
    }
    for old, new in exchanged.items():
        assert old in text, old
        text = text.replace(old, new)
    ini = tmp_path / "pgbouncer.ini"
    ini.write_text(text)
    user = []
    if os.getuid() == 0:  # it refuses to be root
        for path in (tmp_path, *tmp_path.iterdir()):
            shutil.chown(path, "nobody")
        for parent in list(tmp_path.parents)[:2]:
            parent.chmod(0o755)
        user = ["-u", "nobody"]
    process = subprocess.Popen([program("pgbouncer"), "-q", *user, str(ini)], stderr=subprocess.DEVNULL)
    log = tmp_path / "pgbouncer.log"
    try:
        until(lambda: log.exists() and "process up" in log.read_text())
    finally:
        process.terminate()
        process.wait(20)
    assert [line for line in log.read_text().splitlines() if "WARNING" in line or "ERROR" in line] == []
