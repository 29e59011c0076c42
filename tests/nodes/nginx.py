"""nginx in front of nodes, with the operator's configuration. Only addresses and folders differ."""

import os
import re
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.nodes.process import Process, program, started
from tests.support.ports import free_port

CONFIGURATION = Path("deploy/nginx/orienteer.conf")
KEY = Path("tests/cli/links_site.pem").absolute()
"""Write a key with its certificate for 127.0.0.1."""
MAIN = """daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
worker_processes 1;
worker_rlimit_nofile 16384;
events {{ worker_connections 4096; }}
http {{
{temporary}
include {folder}/orienteer.conf;
}}
"""
KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running nginx: its addresses with and without TLS, and its logs."""

    url: str
    plain: str
    log: Path
    logs: tuple[Path, ...]
    pid: int

    def served(self) -> Counter[int]:
        """Return how many responses came from the node at each port."""
        return Counter(
            int(port)
            for port in re.findall(r"127\.0\.0\.1:(\d+) \d{3}$", self.log.read_text(), re.MULTILINE)
        )

    def temporary_bytes(self) -> int:
        """Return the size of the responses on disk. Their files have no name, so /proc is read."""
        workers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        found = 0
        for each in [file for pid in workers for file in Path(f"/proc/{pid}/fd").iterdir()]:
            with suppress(FileNotFoundError):  # it was closed meanwhile
                found += each.stat().st_size if "/proxy/" in str(each.readlink()) else 0
        return found

    def statuses(self) -> Counter[int]:
        """Return how often each status was sent."""
        return Counter(int(line.split()[3]) for line in self.log.read_text().splitlines())


def _user() -> str:
    """Return nginx's line on its workers' user: under root they may write to the test's folder."""
    return "user root;" if os.geteuid() == 0 else ""


def trusting() -> ssl.SSLContext:
    """Return what a client needs to connect to it."""
    context = ssl.create_default_context(cafile=str(KEY))
    context.check_hostname = False
    return context


@contextmanager
def nginx(folder: Path, nodes: Sequence[int]) -> Iterator[Proxy]:
    """Run nginx with TLS in front of the nodes at these ports, one or two."""
    port, plain = free_port(), free_port()
    mine = {
        r"    listen \[::\].*\n": "",
        r"listen 80;": f"listen 127.0.0.1:{plain};",
        # The kernel would keep megabytes for a client of this machine, and less over a network.
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl sndbuf=64k",
        r"/etc/ssl/orienteer/[a-z]+\.pem": str(KEY),
        r"/var/log/nginx/": f"{folder}/",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{nodes[0]}",
        **(
            {r"127\.0\.0\.1:8002": f"127.0.0.1:{nodes[1]}"}
            if len(nodes) > 1
            else {r".*127\.0\.0\.1:8002.*\n": ""}
        ),
    }
    text = CONFIGURATION.read_text()
    for found, instead in mine.items():
        text, count = re.subn(found, instead, text)
        assert count, f"{found} is not in {CONFIGURATION}"
    (folder / "orienteer.conf").write_text(text)
    temporary = "\n".join(f"{kind}_temp_path {folder}/{kind};" for kind in KINDS)
    (folder / "nginx.conf").write_text(
        MAIN.format(folder=folder, temporary=temporary, user=_user())
    )
    command = [program("nginx"), "-c", str(folder / "nginx.conf"), "-e", str(folder / "nginx.log")]
    with started(Process(command, folder / "nginx.said"), port) as process:
        assert process.running
        logs = tuple(
            folder / name
            for name in ("nginx.log", "nginx.said", "orienteer.log", "orienteer.error.log")
        )
        secure, insecure = f"https://127.0.0.1:{port}", f"http://127.0.0.1:{plain}"
        yield Proxy(secure, insecure, logs[2], logs, process.running.pid)
