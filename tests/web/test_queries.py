"""The number of statements per page: few, and independent of how much somebody has."""

import pytest
from flask import Flask

from tests.conftest import context_of
from tests.support.visitor import CLEAR, Visitor
from tests.web.statements import statements

MOST = {
    "/": 5,
    "/assessments": 3,
    "/assessments/1": 4,
    "/assessments/1/plan": 4,
    "/assessments/1/plan/week": 4,
    "/assessments/1/plan/steps/docker.3": 4,
    "/assessments/1/plan.csv": 4,
    "/assessments/1/compare/2": 2,
    "/assessments/1/name": 2,
    "/assessments/1/share": 3,
    "/assessments/3/math": 1,
    "/assessments/3/review": 1,
    "/assessments/3/quick": 1,
    "/assessments/3/so-far": 1,
    "/assessments/3/for-plan?role=dl_engineer&stage=junior": 1,
    "/roles": 1,
    "/example": 1,
    "/example/plan": 1,
    "/privacy": 1,
    "/leave": 2,
    "/return": 1,
    "/return/code": 3,
    "/data": 3,
    "/data/erase": 2,
    "/data/export.json": 7,
    "/data/export.csv": 7,
    "/healthz": 0,
    "/static/style.css": 0,
}
"""How many statements a page may send at most, the look-up of its owner included."""


@pytest.fixture(scope="module")
def learner(app: Flask) -> Visitor:
    """Return somebody with two finished assessments and an open one. The catalogue is loaded."""
    found = Visitor(app)
    found.finish(CLEAR)
    found.finish(CLEAR)
    found.begin()
    found.put("sql", {"level": 1, "revision": 1}, number=3)
    found.open("/assessments/1")
    return found


@pytest.mark.parametrize("path", MOST)
def test_a_page_takes_few_statements(learner: Visitor, path: str) -> None:
    with statements(context_of(learner.app).engine) as seen:
        assert learner.open(path, follow=False).status == 200
    assert len(seen) <= MOST[path], seen


def test_a_list_takes_as_many_statements_for_many_as_for_one(app: Flask) -> None:
    visitor, counts = Visitor(app), list[int]()
    for number in range(1, 30):
        visitor.post("/assessments")
        visitor.put("sql", {"level": 1, "revision": 1}, number=number)
        if number in {1, 29}:
            with statements(context_of(app).engine) as seen:
                visitor.open("/assessments")
            counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_answer_takes_two_statements(learner: Visitor) -> None:
    """One loads the assessment with its owner, the other saves the answer."""
    token = learner.token
    with statements(context_of(learner.app).engine) as seen:
        assert learner.put("sql", {"level": 2, "revision": 2}, number=3, token=token).status == 200
    assert len(seen) <= 2


def test_somebody_new_starts_with_a_statement_for_each_table(app: Flask) -> None:
    visitor = Visitor(app)
    token = visitor.token
    with statements(context_of(app).engine) as seen:
        assert (
            visitor.open("/assessments", "POST", follow=False, data={"csrf_token": token}).status
            == 303
        )
    assert len(seen) <= 3


def test_finishing_takes_few_statements(learner: Visitor) -> None:
    """They load the assessment with its owner and save the catalogue and the result."""
    visitor = Visitor(learner.app)
    review = visitor.answer(CLEAR)
    form = review.form("/review")
    with statements(context_of(learner.app).engine) as seen:
        assert visitor.open(review.path, "POST", follow=False, data=form.values).status == 303
    assert len(seen) <= 3
