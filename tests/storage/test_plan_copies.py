"""The next assessment starts from the levels reached and copies the open steps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, func, select

from app.storage import owners
from app.storage.answers import Answer
from app.storage.assessment_list import list_by_number
from app.storage.assessments import save_answers, set_hours_a_week, set_target, start_assessment
from app.storage.deletion import delete_assessment
from app.storage.engine import writing
from app.storage.owners import StepsFull
from app.storage.plans import (
    NOT_BEGUN,
    StepProgress,
    Terms,
    find_progress,
    find_terms,
    reached_levels,
    save_progress,
    save_terms,
)
from app.storage.tables import plan, progress
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import begun, found
from tests.storage.test_plans import WHOLE, everything

RATED = {"python": Answer(3, 4), "sql": Answer(None, 2), "docker": Answer(1, 1)}


def tick(db: Connection, owner: int, steps: Mapping[str, StepProgress], number: int = 1) -> None:
    for step, state in steps.items():
        save_progress(db, owner, number, step, state, NOW)


def terms_without_progress(db: Connection, owner: int, number: int) -> Terms:
    """Return the terms without the steps in progress, which the progress itself has."""
    terms = find_terms(db, owner, number)
    assert terms
    return replace(terms, begun=frozenset())


@pytest.fixture
def rated(engine: Engine, owner: int) -> int:
    """Return an owner with one finished assessment and its plan."""
    with writing(engine) as db:
        number = start_assessment(db, owner, NOW)
        save_answers(db, found(db, owner, number), RATED)
        set_target(db, owner, number, "ml_engineer", "senior")
        set_hours_a_week(db, owner, number, 9)
        save_terms(db, owner, number, WHOLE)
    return owner


RAISED: dict[str, tuple[list[str], dict[str, int | None]]] = {
    "one level": (["docker.1"], {"docker": 2}),
    "the highest of several": (["docker.1", "docker.3", "docker.2"], {"docker": 4}),
    "a skip": (["sql.0"], {"sql": 1}),
    "a skill that was not answered": (["aws.1"], {"aws": 2}),
    "nothing that was reached before": (["python.0", "python.1"], {}),
    "a skill whose name has a dot": (["a.b.1"], {"a.b": 2}),
}


@pytest.mark.parametrize("name", RAISED)
def test_answers_are_raised_to_what_the_done_steps_reach(
    engine: Engine, rated: int, name: str
) -> None:
    steps, raised = RAISED[name]
    with writing(engine) as db:
        tick(db, rated, {step: StepProgress("done") for step in steps})
        start_assessment(db, rated, NOW, 1)
        levels = {skill: answer.level for skill, answer in RATED.items()} | raised
        assert found(db, rated, 2).answers == {
            skill: Answer(level, 1) for skill, level in levels.items()
        }


def test_steps_in_progress_or_with_a_note_raise_nothing(engine: Engine, rated: int) -> None:
    with writing(engine) as db:
        tick(
            db,
            rated,
            {
                "docker.1": StepProgress("begun"),
                "sql.0": StepProgress("open", "soon"),
                "aws.0": StepProgress("begun", "x"),
            },
        )
        assert reached_levels(db, rated, 1) == {}
        start_assessment(db, rated, NOW, 1)
        assert found(db, rated, 2).answers == {
            skill: Answer(answer.level, 1) for skill, answer in RATED.items()
        }


def test_steps_in_progress_and_notes_are_copied_and_done_ones_are_not(
    engine: Engine, rated: int
) -> None:
    open_steps = {
        "docker.2": StepProgress("begun", "둘째\n줄"),
        "aws.0": StepProgress("begun"),
        "gcp.0": StepProgress("open", "later"),
    }
    with writing(engine) as db:
        tick(db, rated, {**open_steps, "docker.1": StepProgress("done", "was hard")})
        start_assessment(db, rated, NOW, 1)
        assert find_progress(db, rated, 2) == open_steps
        assert db.scalars(
            select(progress.c.changed_at).where(progress.c.number == 2).distinct()
        ).all() == [NOW]


def test_a_plan_whose_copy_would_have_too_many_steps_starts_no_assessment(
    engine: Engine, rated: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owners, "MAX_STEPS", 3)
    with writing(engine) as db:
        tick(db, rated, {"docker.1": StepProgress("begun"), "gcp.0": StepProgress("begun")})
    with pytest.raises(StepsFull), writing(engine) as db:
        start_assessment(db, rated, NOW, 1)
    with writing(engine) as db:
        assert [each.number for each in list_by_number(db, rated, 0, 9)] == [1]
        save_progress(db, rated, 1, "docker.1", NOT_BEGUN, NOW)
        assert start_assessment(db, rated, NOW, 1) == 2


def test_target_deadline_and_choices_are_copied_and_the_weeks_start_again(
    engine: Engine, rated: int
) -> None:
    with writing(engine) as db:
        start_assessment(db, rated, NOW, 1)
        fresh = Terms(
            None,
            WHOLE.deadline,
            WHOLE.languages,
            WHOLE.free_only,
            WHOLE.focus,
            WHOLE.put_in,
            WHOLE.leave_out,
        )
        assert find_terms(db, rated, 2) == fresh
        one = found(db, rated, 2)
        assert (one.target_role, one.target_stage, one.hours_a_week) == ("ml_engineer", "senior", 9)


def test_the_next_plan_is_made_knowing_which_steps_are_in_progress_now(
    engine: Engine, rated: int
) -> None:
    """Only current steps in progress count, not those of when the plan was made."""
    steps = {
        "docker.2": StepProgress("begun", "half"),
        "gcp.0": StepProgress("open", "later"),
        "docker.1": StepProgress("done", "", "begun"),
    }
    with writing(engine) as db:
        tick(db, rated, {**steps, "r.1": StepProgress("begun")})
        start_assessment(db, rated, NOW, 1)
        terms = find_terms(db, rated, 2)
        assert terms
        assert (terms.begun, terms.done) == ({"docker.2", "r.1"}, frozenset())
        assert WHOLE.begun.isdisjoint(terms.begun)


def test_the_source_assessment_stays_unchanged(engine: Engine, rated: int) -> None:
    with writing(engine) as db:
        tick(
            db,
            rated,
            {"docker.1": StepProgress("done", "was hard"), "aws.0": StepProgress("begun")},
        )
        before = found(db, rated, 1), everything(db, rated)
        start_assessment(db, rated, NOW, 1)
        save_terms(db, rated, 2, Terms(start=date(2028, 1, 3)))
        tick(
            db, rated, {"aws.0": StepProgress("done"), "docker.2": StepProgress("begun")}, number=2
        )
        assert (found(db, rated, 1), everything(db, rated)) == before


def test_without_terms_and_progress_nothing_is_copied(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        begun(db, owner)
        start_assessment(db, owner, NOW, 1)
        assert everything(db, owner, 2) == (None, {})
        assert [
            db.scalar(select(func.count()).select_from(table)) for table in (plan, progress)
        ] == [0, 0]


def test_starting_again_updates_an_unanswered_assessment(engine: Engine, rated: int) -> None:
    """Today's note and choices replace those of the first start. A second start adds nothing."""
    later = Terms(languages=("en",), leave_out=frozenset({"cpp.0"}))
    with writing(engine) as db:
        tick(
            db,
            rated,
            {"aws.0": StepProgress("begun", "old"), "gcp.0": StepProgress("open", "gone")},
        )
        assert start_assessment(db, rated, NOW, 1) == 2
        tick(db, rated, {"aws.0": StepProgress("begun", "new"), "gcp.0": StepProgress()})
        save_terms(db, rated, 1, later)
        set_hours_a_week(db, rated, 1, 20)
        assert [start_assessment(db, rated, NOW, 1) for _ in range(2)] == [2, 2]
        assert terms_without_progress(db, rated, 2) == later
        assert find_progress(db, rated, 2) == {"aws.0": StepProgress("begun", "new")}
        assert found(db, rated, 2).hours_a_week == 20


def test_a_step_done_since_starts_another_assessment(engine: Engine, rated: int) -> None:
    with writing(engine) as db:
        assert start_assessment(db, rated, NOW, 1) == 2
        tick(db, rated, {"docker.1": StepProgress("done")})
        assert start_assessment(db, rated, NOW, 1) == 3
        assert [found(db, rated, number).answers["docker"].level for number in (1, 2, 3)] == [
            1,
            1,
            2,
        ]


def test_steps_that_left_the_catalogue_are_copied_too(engine: Engine, rated: int) -> None:
    gone = Terms(focus="gone", put_in=frozenset({"cobol.0"}), leave_out=frozenset({"flash.2"}))
    with writing(engine) as db:
        save_terms(db, rated, 1, gone)
        tick(
            db, rated, {"cobol.0": StepProgress("begun", "still?"), "flash.1": StepProgress("done")}
        )
        start_assessment(db, rated, NOW, 1)
        assert terms_without_progress(db, rated, 2) == gone
        assert find_progress(db, rated, 2) == {"cobol.0": StepProgress("begun", "still?")}
        assert found(db, rated, 2).answers["flash"] == Answer(2, 1)


@pytest.mark.parametrize("how", ["another's", "deleted", "not there"])
def test_nothing_is_copied_from_another_owner(engine: Engine, rated: int, how: str) -> None:
    owner = new_owner(engine) if how == "another's" else rated
    with writing(engine) as db:
        tick(db, rated, {"docker.1": StepProgress("done"), "aws.0": StepProgress("begun")})
        if how == "deleted":
            delete_assessment(db, rated, 1, NOW)
        number = start_assessment(db, owner, NOW, 9 if how == "not there" else 1)
        one = found(db, owner, number)
        assert one.answers == {}
        assert {one.target_role, one.hours_a_week, one.started_from} == {None}
        assert everything(db, owner, number) == (None, {})
