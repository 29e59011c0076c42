"""New owners of one network, as the limit on them counts."""

from app.web.http.limits import new_owners
from tests.support.visitor import Visitor


def count_newcomers(visitor: Visitor, count: int) -> None:
    """Let the visitor's network have so many new owners."""
    with visitor.app.test_request_context(environ_base=visitor.client.environ_base):
        for _ in range(count):
            with new_owners:
                pass
