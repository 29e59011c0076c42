"""nginx sends each request to a node that answers, even just after that node failed."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.faults.client import Client
from tests.nodes.nginx import nginx, trusting
from tests.nodes.process import shared_folder
from tests.support.ports import free_port

pytestmark = pytest.mark.verify


class Answers(BaseHTTPRequestHandler):
    """The response to every request. The connection is closed after it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def node(port: int) -> Iterator[None]:
    """Answer at that port while the block runs. Before and after it connections are refused."""
    with ThreadingHTTPServer(("127.0.0.1", port), Answers) as server:
        threading.Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        try:
            yield
        finally:
            server.shutdown()


@pytest.mark.parametrize("first", [0, 1])
def test_a_node_that_fails_while_the_other_has_just_come_back_is_seen_by_nobody(first: int) -> None:
    ports = (free_port(), free_port())
    back, goes = ports[first], ports[1 - first]
    with shared_folder() as folder, ExitStack() as lives, nginx(folder, ports) as proxy:
        client = Client(proxy.url, tls=trusting())
        asked: list[int] = []
        with node(goes):
            asked += [client.get("/").status for _ in range(6)]
            # The first of the two has failed now.
            lives.enter_context(node(back))
        asked += [client.get("/").status for _ in range(20)]
        client.close()
    assert asked == [200] * 26
