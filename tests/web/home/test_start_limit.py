"""The limit on new owners counts those who became one, and nothing else."""

from tests.support.visitor import Visitor
from tests.web.http.newcomers import count_newcomers
from tests.web.http.test_limits import OWNERS, start


def test_a_start_that_creates_nothing_keeps_no_newcomer_from_starting(visitor: Visitor) -> None:
    count_newcomers(visitor, OWNERS - 1)
    for _ in range(3):
        asked = {"csrf_token": visitor.token, "from": "7"}
        assert visitor.open("/assessments", "POST", data=asked).status == 404
    assert start(visitor, visitor.token).status == 303
