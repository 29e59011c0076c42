"""PgBouncer in transaction mode, with the operator's configuration and the tests' addresses."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.nodes.postgresql import DATABASE, Cluster
from tests.nodes.process import Process, account, program, started
from tests.support.ports import free_port

CONFIGURATION = Path("deploy/pgbouncer/pgbouncer.ini")


@dataclass(frozen=True, slots=True)
class Pooler:
    """A running PgBouncer: its URL, its file, its process."""

    url: str
    file: Path
    process: Process

    def point_at(self, cluster: Cluster) -> None:
        """Point it to another PostgreSQL by one line of the file and a reload, as operators do."""
        self.file.write_text(
            re.sub(r"(?m)^orienteer = .*$", f"orienteer = {_place(cluster)}", self.file.read_text())
        )
        assert self.process.running
        self.process.running.send_signal(signal.SIGHUP)


@contextmanager
def pgbouncer(folder: Path, cluster: Cluster, **settings: str) -> Iterator[Pooler]:
    """Run PgBouncer in front of a cluster, with these settings changed."""
    port = free_port()
    mine = {
        "listen_port": str(port),
        "unix_socket_dir": "",
        "auth_type": "trust",
        "auth_file": f"{folder}/users.txt",
        "logfile": "",
        "pidfile": f"{folder}/pgbouncer.pid",
        "orienteer": _place(cluster),
        **settings,
    }
    text = CONFIGURATION.read_text()
    for name, value in mine.items():
        text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        assert count == 1, f"{name} is not in {CONFIGURATION}"
    file = folder / "pgbouncer.ini"
    file.write_text(text)
    (folder / "users.txt").write_text('"postgres" ""\n')
    with started(
        Process([program("pgbouncer"), str(file)], folder / "pgbouncer.log", user=account()), port
    ) as process:
        yield Pooler(f"postgresql://postgres@127.0.0.1:{port}/{DATABASE}", file, process)


def _place(cluster: Cluster) -> str:
    return f"host=127.0.0.1 port={cluster.port} dbname={DATABASE}"
