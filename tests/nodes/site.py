"""Two nodes behind nginx, and clients who record each of their requests."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from tests.faults.client import Client, Reply
from tests.faults.node import Node
from tests.nodes.nginx import Proxy, nginx, trusting
from tests.nodes.pgbouncer import pgbouncer
from tests.nodes.postgresql import Cluster, primary
from tests.nodes.process import shared_folder

KEY = "7hQ2vXc9Lm4RkTzB1nWd8sYpF6gJ3aUe"
FIRST_ERROR = 400
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Site:
    """The nodes and nginx."""

    nodes: tuple[Node, Node]
    proxy: Proxy

    @property
    def url(self) -> str:
        return self.proxy.url


class Noted:
    """Requests of several clients: the seconds of each, and the errors among them."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.statuses: Counter[int] = Counter()
        noted = self

        class Noting(Client):
            """A client of the site that records every response."""

            def __init__(self, url: str) -> None:
                super().__init__(url, tls=trusting())

            def ask(
                self,
                method: str,
                path: str,
                body: bytes | None = None,
                kind: str = "",
                more: dict[str, str] | None = None,
            ) -> Reply:
                begun, status = monotonic(), NO_ANSWER
                try:
                    reply = super().ask(method, path, body, kind, more)
                    status = reply.status
                    return reply
                finally:
                    noted.seconds.append(monotonic() - begun)
                    noted.statuses[status] += 1

        self.client = Noting

    @property
    def errors(self) -> int:
        """Return failed and missing responses.

        A 409 is none: it says that an answer was saved before.
        """
        return sum(
            count
            for status, count in self.statuses.items()
            if status == NO_ANSWER or (status >= FIRST_ERROR and status != 409)
        )

    def slowest(self, share: float) -> float:
        """Return the seconds within which this share of the requests got a response."""
        return sorted(self.seconds)[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


@contextmanager
def site(
    folder: Path, database: str, options: Sequence[str] = (), **settings: str
) -> Iterator[Site]:
    """Run two nodes on one database behind nginx."""
    common = {"DATABASE_URL": database, "SECRET_KEY": KEY, "ORIENTEER_PROXIES": "1", **settings}
    nodes = (
        Node(folder / "one", common, options=options),
        Node(folder / "two", common, options=options),
    )
    with ExitStack() as ends:
        for node in nodes:
            ends.callback(end, node)
        # Start both at once: one waits while the other migrates.
        with ThreadPoolExecutor(len(nodes)) as pool:
            list(pool.map(Node.start, nodes))
        yield Site(nodes, ends.enter_context(nginx(folder, [node.port for node in nodes])))


def end(node: Node) -> None:
    """Stop a node that still runs."""
    if node.process and node.process.poll() is None:
        node.stop()


@contextmanager
def whole(
    pooled: bool = True, options: Sequence[str] = (), **settings: str
) -> Iterator[tuple[Cluster, Site]]:
    """Run PostgreSQL, PgBouncer unless it is left out, two nodes and nginx."""
    with shared_folder() as folder, primary(folder, **settings) as cluster, ExitStack() as ends:
        url = ends.enter_context(pgbouncer(folder, cluster)).url if pooled else cluster.url()
        yield cluster, ends.enter_context(site(folder, url, options))
