"""PgBouncer in transaction mode, with the file that operators get: only its addresses and folders are the tests' own."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.nodes.postgresql import DATABASE, Cluster
from tests.nodes.process import Process, account, free_port, program, started

CONFIGURATION = Path("deploy/pgbouncer/pgbouncer.ini")


@contextmanager
def pgbouncer(folder: Path, cluster: Cluster, **settings: str) -> Iterator[str]:
    """The URL of a PgBouncer in front of a cluster, with these of its settings changed; it ends with the block."""
    port = free_port()
    mine = {
        "listen_port": str(port),
        "unix_socket_dir": "",
        "auth_type": "trust",
        "auth_file": f"{folder}/users.txt",
        "logfile": "",
        "pidfile": f"{folder}/pgbouncer.pid",
        "orienteer": f"host=127.0.0.1 port={cluster.port} dbname={DATABASE}",
        **settings,
    }
    text = CONFIGURATION.read_text()
    for name, value in mine.items():
        text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
        assert count == 1, f"{name} is not in {CONFIGURATION}"
    (folder / "pgbouncer.ini").write_text(text)
    (folder / "users.txt").write_text('"postgres" ""\n')
    with started(Process([program("pgbouncer"), str(folder / "pgbouncer.ini")], folder / "pgbouncer.log", user=account()), port):
        yield f"postgresql://postgres@127.0.0.1:{port}/{DATABASE}"
