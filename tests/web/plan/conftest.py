"""Whoever the tests of a plan begin with."""

import pytest

from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import MONDAY, aim, change, on


@pytest.fixture
def learner(reader: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Return somebody with a senior target, whose plan starts today, a Monday."""
    on(monkeypatch, MONDAY)
    aim(reader)
    return reader


@pytest.fixture
def starter(learner: Visitor) -> Visitor:
    """Return a learner whose plan was started on that Monday."""
    change(learner)
    return learner
