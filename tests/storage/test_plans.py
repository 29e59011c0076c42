"""A plan's terms and progress are saved whole, replaced whole, and belong to one owner."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, func, select

from app.storage.engine import reading, writing
from app.storage.plans import (
    NOT_BEGUN,
    StepProgress,
    Terms,
    encode_terms,
    find_progress,
    find_terms,
    save_progress,
    save_terms,
)
from app.storage.tables import plan, progress
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import begun

WHOLE = Terms(
    start=date(2027, 1, 4),
    deadline=date(2027, 3, 1),
    languages=("ko",),
    free_only=True,
    focus="finance",
    put_in=frozenset({"sql.0", "cpp.2"}),
    leave_out=frozenset({"r.0"}),
    done=frozenset({"python.1"}),
    begun=frozenset({"docker.0", "aws.1"}),
)
TERMS = {
    "nothing said": Terms(),
    "all of it": WHOLE,
    "no start": Terms(deadline=date(2099, 12, 31)),
    "the other language": Terms(languages=("en",), focus="게임"),
    "every list long": Terms(
        put_in=frozenset(f"{'s' * 40}.{n}" for n in range(100)),
        done=frozenset(f"t.{n}" for n in range(160)),
    ),
}
STATES = (
    StepProgress("begun"),
    StepProgress("done", "all of it"),
    StepProgress("open", "첫 줄\n  둘째 줄 <b>&amp; 🙂\n\t\"'%s\\"),
    StepProgress("begun", "가" * 1000),
    StepProgress("done", "🙂" * 1000),
    StepProgress("done", earlier="begun"),
    StepProgress("done", "twice", "begun"),
    StepProgress("done"),
)


@pytest.fixture
def one(engine: Engine, owner: int) -> int:
    """Return an owner with one assessment, number 1."""
    with writing(engine) as db:
        begun(db, owner)
    return owner


@pytest.mark.parametrize("name", TERMS)
def test_terms_are_read_as_they_were_saved(engine: Engine, one: int, name: str) -> None:
    with writing(engine) as db:
        assert find_terms(db, one, 1) is None
        save_terms(db, one, 1, TERMS[name])
    with reading(engine) as db:
        assert find_terms(db, one, 1) == TERMS[name]


def test_later_terms_replace_all_of_the_earlier(engine: Engine, one: int) -> None:
    with writing(engine) as db:
        for terms in (WHOLE, Terms(languages=("en",)), Terms()):
            save_terms(db, one, 1, terms)
            assert find_terms(db, one, 1) == terms
        assert db.scalar(select(func.count()).select_from(plan)) == 1


def test_equal_terms_are_stored_as_the_same_text() -> None:
    ids = [f"skill{n}.{n % 4}" for n in range(300)]
    one, other = (Terms(done=frozenset(each), put_in=frozenset(each)) for each in (ids, ids[::-1]))
    assert encode_terms(one) == encode_terms(other) != encode_terms(Terms())


def test_each_state_of_a_step_replaces_the_one_before_with_its_note(
    engine: Engine, one: int
) -> None:
    for state in STATES:
        with writing(engine) as db:
            save_progress(db, one, 1, "python.1", state, NOW)
        with reading(engine) as db:
            assert find_progress(db, one, 1) == {"python.1": state}


def test_steps_are_saved_independently(engine: Engine, one: int) -> None:
    kept = {f"skill{n}.{n % 4}": state for n, state in enumerate(STATES)}
    with writing(engine) as db:
        for step, state in kept.items():
            save_progress(db, one, 1, step, state, NOW)
        assert find_progress(db, one, 1) == kept


def test_a_step_reopened_without_a_note_has_no_row(engine: Engine, one: int) -> None:
    with writing(engine) as db:
        save_progress(db, one, 1, "python.1", NOT_BEGUN, NOW)
        save_progress(db, one, 1, "sql.0", StepProgress("done", "mine"), NOW)
        save_progress(db, one, 1, "python.1", StepProgress("done"), NOW)
        save_progress(db, one, 1, "python.1", NOT_BEGUN, NOW)
        assert find_progress(db, one, 1) == {"sql.0": StepProgress("done", "mine")}
        assert db.scalar(select(func.count()).select_from(progress)) == 1


def everything(db: Connection, owner: int, number: int = 1) -> tuple[object, ...]:
    return find_terms(db, owner, number), find_progress(db, owner, number)


def save_some(db: Connection, owner: int, number: int = 1) -> None:
    save_terms(db, owner, number, WHOLE)
    save_progress(db, owner, number, "python.1", StepProgress("done", "mine"), NOW)


CHANGES: dict[str, Callable[[Connection, int], object]] = {
    "terms": lambda db, owner: save_terms(db, owner, 1, Terms()),
    "a state": lambda db, owner: save_progress(
        db, owner, 1, "python.1", StepProgress("begun"), NOW
    ),
    "open again": lambda db, owner: save_progress(db, owner, 1, "python.1", NOT_BEGUN, NOW),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_reaches_no_other_plan_of_this_owner_or_the_next(
    engine: Engine, one: int, name: str
) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        others = [(stranger, begun(db, stranger)), (one, begun(db, one))]
        for owner, number in (*others, (one, 1)):
            save_some(db, owner, number)
        before, mine = [everything(db, *each) for each in others], everything(db, one)
        CHANGES[name](db, one)
        assert everything(db, one) != mine
        assert [everything(db, *each) for each in others] == before


def test_of_concurrent_writers_one_wins_completely(engine: Engine, one: int) -> None:
    """State and note never come from different writers, and no write fails."""
    writers = [
        StepProgress("begun", "first"),
        StepProgress("done", "second"),
        StepProgress("open", "third"),
        NOT_BEGUN,
    ]
    terms = [WHOLE, Terms(free_only=True, focus="first"), Terms(focus="second"), Terms()]
    for _ in range(15):
        gate = Barrier(len(writers))

        def write(place: int, gate: Barrier = gate) -> None:
            gate.wait(30)
            with writing(engine) as db:
                save_progress(db, one, 1, "python.1", writers[place], NOW + place)
                save_terms(db, one, 1, terms[place])

        with ThreadPoolExecutor(len(writers)) as pool:
            list(pool.map(write, range(len(writers))))
        with writing(engine) as db:
            assert find_progress(db, one, 1).get("python.1", NOT_BEGUN) in writers
            assert find_terms(db, one, 1) in terms
            for table in (plan, progress):
                db.execute(table.delete())
