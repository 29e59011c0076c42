"""The data beside a result: the owner's other results, the steps done, and a return code."""

import pytest
from sqlalchemy import Engine

from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer
from app.storage.assessment_list import AssessmentSummary, ResultContext, find_result_context
from app.storage.assessments import (
    find_own_assessment,
    finish_assessment,
    rename_assessment,
    save_answers,
    start_assessment,
)
from app.storage.deletion import delete_assessment
from app.storage.engine import reading, writing
from app.storage.owners import create_owner
from app.storage.plans import StepProgress, save_progress
from app.storage.return_codes import make_code
from tests.storage.conftest import NOW
from tests.support.visitor import CATALOGUE

RESULT = result_to_json(score(CATALOGUE, {}))
FINISHED = {1: None, 3: "Mine", 4: None}
"""Numbers with their names: the second is open, and a fifth is deleted."""


@pytest.fixture
def owner(engine: Engine) -> int:
    """Return somebody with five assessments. Somebody else has one with everything beside it."""
    with writing(engine) as db:
        (one, secret), (other, _) = create_owner(db, NOW), create_owner(db, NOW)
        for number in range(1, 6):
            start_assessment(db, one.id, NOW)
            found = find_own_assessment(db, secret, number, lock=True)
            assert found
            save_answers(db, found[1], {"sql": Answer(1, number)})
            if number != 2:
                finish_assessment(db, one.id, number, NOW + number, CATALOGUE, RESULT)
        rename_assessment(db, one.id, 3, "Mine")
        delete_assessment(db, one.id, 5, NOW)
        start_assessment(db, other.id, NOW)
        finish_assessment(db, other.id, 1, NOW, CATALOGUE, RESULT)
        make_code(db, other.id, NOW, None)
        save_progress(db, other.id, 1, "sql.0", StepProgress("done"), NOW)
    return one.id


@pytest.mark.parametrize("number", FINISHED)
def test_other_results_are_the_owners_finished_ones_newest_first(
    engine: Engine, owner: int, number: int
) -> None:
    others = tuple(
        AssessmentSummary(each, FINISHED[each], NOW + each) for each in (4, 3, 1) if each != number
    )
    with reading(engine) as db:
        assert find_result_context(db, owner, number) == ResultContext(others, (), False)


def test_of_many_results_the_newest_are_returned(engine: Engine, owner: int) -> None:
    with reading(engine) as db:
        assert [each.number for each in find_result_context(db, owner, 4, most=1).others] == [3]


def test_steps_that_are_done_are_this_assessments_and_by_their_ids(
    engine: Engine, owner: int
) -> None:
    with writing(engine) as db:
        for step, state in (("sql.1", "done"), ("python.2", "begun"), ("docker.3", "done")):
            save_progress(db, owner, 3, step, StepProgress(state, "note"), NOW)  # type: ignore[arg-type]  # a state
        save_progress(db, owner, 4, "aws.0", StepProgress("done"), NOW)
        assert find_result_context(db, owner, 3).done == ("docker.3", "sql.1")
        assert find_result_context(db, owner, 4).done == ("aws.0",)
        assert find_result_context(db, owner, 1).done == ()


def test_only_the_existence_of_a_code_is_returned(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        make_code(db, owner, NOW, None)
        assert find_result_context(db, owner, 1).has_code is True


def test_a_missing_assessment_has_no_context(engine: Engine) -> None:
    with reading(engine) as db:
        assert find_result_context(db, 0, 1) == ResultContext((), (), False)
