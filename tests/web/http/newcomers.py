"""Newcomers of one network, and how the limit on new owners counts them."""

from app.web.http.limits import new_owners
from tests.support.visitor import Visitor


def neighbour(visitor: Visitor) -> Visitor:
    """Return a new browser at the same address."""
    found = Visitor(visitor.app, visitor.language)
    found.client.environ_base["REMOTE_ADDR"] = visitor.client.environ_base["REMOTE_ADDR"]
    return found


def count_newcomers(visitor: Visitor, count: int) -> None:
    """Let the visitor's network have so many new owners."""
    with visitor.app.test_request_context(environ_base=visitor.client.environ_base):
        for _ in range(count):
            with new_owners:
                pass
