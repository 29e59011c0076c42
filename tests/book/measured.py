"""The costs in docs/scale.md: `python -m tests.book.measured`.

By root on Debian 12: two nodes, nginx with TLS, PgBouncer, PostgreSQL 15 and its synchronous
standby on one machine. Clients hold their connections open. It counts each service's CPU as the
kernel does, in milliseconds a request, which hardly depends on other load.
"""

import http.client
import socket
import ssl
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.book.far import SITE, Far
from tests.book.load import AREA, LEVELS, SKILL
from tests.book.network import network
from tests.book.page import chapters
from tests.book.reader import Reader
from tests.book.room import Room, fresh_machine

UNITS: Final = (
    "orienteer@8001",
    "orienteer@8002",
    "nginx",
    "pgbouncer",
    "postgresql@15-main",
    "postgresql@15-standby",
    "redis-server",
)
ASKED: Final = 500
LINES: Final = 4


def main() -> int:
    """Print a line for each figure."""
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = network(Path(folder) / "network")
        with fresh_machine(Path(folder) / "room", elsewhere) as room:
            room.says("pg_createcluster 15 main")
            Reader(room, chapters()).follow("Two nodes")
            people = [Line(room) for _ in range(LINES)]
            _tell(room, "an answer kept", lambda turn: people[turn % LINES].keep())
            _tell(
                room,
                "a page of questions",
                lambda turn: people[turn % LINES].ask(f"/assessments/1/{AREA}"),
            )
            _tell(room, "a result", lambda turn: people[turn % LINES].ask("/example"))
            for unit in UNITS:
                print(f"memory of {unit}: {_memory(room, unit) / 1e6:.0f} MB")
    return 0


class Line:
    """A client with one open connection."""

    def __init__(self, room: Room) -> None:
        self.room, self.revision = room, 0
        far = Far(room)
        self.token = far.begin().token
        self.cookies = "; ".join(
            f"{cookie.key}={cookie.value}" for cookie in far.client._cookies.values()
        )  # type: ignore[union-attr]
        self.line = room.inside(lambda: _connected(far.trust))

    def keep(self) -> None:
        """Save one newer answer as the page's script does."""
        self.revision += 1
        body = f'{{"level":{self.revision % LEVELS},"revision":{self.revision}}}'
        self.ask(f"/assessments/1/ratings/{SKILL}", "PUT", body)

    def ask(self, path: str, method: str = "GET", body: str | None = None) -> None:
        headers = {
            "Cookie": self.cookies,
            "X-CSRFToken": self.token,
            "Content-Type": "application/json",
            "Accept-Encoding": "gzip",
        }
        self.line.request(
            method,
            path,
            body,
            headers if body else {"Cookie": self.cookies, "Accept-Encoding": "gzip"},
        )
        answer = self.line.getresponse()
        answer.read()
        assert answer.status == http.client.OK, (path, answer.status)


def _connected(trust: ssl.SSLContext) -> http.client.HTTPSConnection:
    line = http.client.HTTPSConnection(SITE, context=trust)
    line.sock = trust.wrap_socket(
        socket.create_connection(("127.0.0.1", 443)), server_hostname=SITE
    )
    return line


def _tell(room: Room, what: str, ask: Callable[[int], None]) -> None:
    # Warm up first.
    for turn in range(ASKED // 10):
        ask(turn)
    used, log = _used(room), _log_position(room)
    for turn in range(ASKED):
        ask(turn)
    spent = {unit: (after - used[unit]) / ASKED / 1e6 for unit, after in _used(room).items()}
    told = ", ".join(f"{unit} {each:.2f}" for unit, each in spent.items() if each >= 0.005)
    log_bytes = (_log_position(room) - log) / ASKED
    print(f"{what}: {sum(spent.values()):.2f} ms of CPU ({told}), {log_bytes:.0f} bytes of log")


def _used(room: Room) -> dict[str, int]:
    return {unit: int(room.says(f"systemctl show -P CPUUsageNSec {unit}")) for unit in UNITS}


def _ask(room: Room, query: str) -> str:
    return room.says(f'runuser -u postgres -- psql -X -Atq -d orienteer -c "{query}"')


def _log_position(room: Room) -> int:
    return int(_ask(room, "SELECT (pg_current_wal_lsn() - '0/0')::bigint"))


def _memory(room: Room, unit: str) -> int:
    """Return the bytes of all processes of a unit, with shared pages divided among them."""
    group = room.says(f"systemctl show -P ControlGroup {unit}")
    pids = room.says(f"find /sys/fs/cgroup{group} -name cgroup.procs -exec cat {{}} +").split()
    return sum(
        int(room.says(f"awk '/^Pss:/ {{ print $2 }}' /proc/{pid}/smaps_rollup")) * 1024
        for pid in pids
    )


if __name__ == "__main__":
    sys.exit(main())
