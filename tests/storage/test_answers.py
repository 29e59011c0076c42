"""Of two saves of one answer the newer wins, whichever arrives first, and nothing else is touched."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from app.storage.assessments import begin_assessment, find_assessment, keep_answers
from app.storage.engine import reading, writing
from app.storage.ratings import Answer, Answers, decode, encode, newest
from app.storage.tables import LATEST_REVISION
from tests.storage.conftest import NOW

LEVELS = st.one_of(st.none(), st.integers(0, 4))
ANSWERS = st.builds(Answer, LEVELS, st.integers(1, LATEST_REVISION))
SKILLS = st.sampled_from(["python", "sql", "nlp"])


def keep(engine: Engine, owner: int, number: int, sent: Answers) -> Answers:
    """One request's save: in a transaction that holds the assessment, as the pages do it."""
    with writing(engine) as db:
        found = find_assessment(db, owner, number, lock=True)
        assert found
        return keep_answers(db, found, sent)


def stored(engine: Engine, owner: int, number: int) -> Answers:
    with reading(engine) as db:
        found = find_assessment(db, owner, number)
        assert found
        return found.answers


def begun(engine: Engine, owner: int) -> int:
    with writing(engine) as db:
        return begin_assessment(db, owner, NOW)


@st.composite
def saves(draw: st.DrawFn) -> tuple[list[tuple[str, Answer]], list[tuple[str, Answer]]]:
    """Saves of a few skills, each skill's with revisions of their own, in the order they were made and in the order they arrive."""
    made: list[tuple[str, Answer]] = []
    for skill in ("python", "sql", "nlp"):
        made += [(skill, Answer(draw(LEVELS), revision)) for revision in range(1, draw(st.integers(0, 5)) + 1)]
    return made, draw(st.permutations(made))


@given(saves())
def test_in_any_order_of_arrival_the_newest_of_each_skill_is_kept(
    interleaved: tuple[list[tuple[str, Answer]], list[tuple[str, Answer]]],
) -> None:
    made, arriving = interleaved
    kept: Answers = {}
    for skill, answer in arriving:
        before = kept.get(skill)
        kept = newest(kept, {skill: answer})
        assert before is None or kept[skill].revision >= before.revision, "a revision never goes back"
    assert kept == dict(made), "the last made of each skill"


@given(st.dictionaries(SKILLS, ANSWERS), st.dictionaries(SKILLS, ANSWERS))
def test_absence_never_blanks_and_an_equal_revision_changes_nothing(before: Answers, sent: Answers) -> None:
    after = newest(before, sent)
    assert after.keys() == before.keys() | sent.keys()
    for skill, answer in after.items():
        newer = skill in sent and (skill not in before or sent[skill].revision > before[skill].revision)
        assert answer == (sent if newer else before)[skill]
    assert newest(after, sent) == after, "the same request again changes nothing"


@given(st.dictionaries(st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1), ANSWERS))
def test_answers_come_back_equal_and_equal_answers_give_the_same_text(answers: Answers) -> None:
    assert decode(encode(answers)) == answers
    assert encode(dict(reversed(list(answers.items())))) == encode(answers)


@pytest.mark.parametrize("seed", range(6))
def test_saves_that_arrive_in_any_order_leave_the_newest_in_the_database(engine: Engine, owner: int, seed: int) -> None:
    number, made = begun(engine, owner), [(skill, Answer(n % 5, n)) for n in range(1, 7) for skill in ("python", "sql")]
    arriving = random.Random(seed).sample(made, len(made))
    for skill, answer in arriving:
        assert keep(engine, owner, number, {skill: answer})[skill].revision >= answer.revision
    assert stored(engine, owner, number) == dict(made)


def test_saves_from_many_windows_at_once_lose_nothing(engine: Engine, owner: int) -> None:
    """Each window saves skills of its own and all save one in common: every skill is there, and of the common one the newest."""
    number = begun(engine, owner)
    saves = [{f"skill_{n}": Answer(n % 5, 1), "common": Answer(n % 5, n)} for n in range(1, 25)]
    random.Random(1).shuffle(saves)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda sent: keep(engine, owner, number, sent), saves))
    expected = {f"skill_{n}": Answer(n % 5, 1) for n in range(1, 25)} | {"common": Answer(24 % 5, 24)}
    assert stored(engine, owner, number) == expected


def test_a_save_reaches_only_its_own_assessment(engine: Engine, owner: int) -> None:
    first = begun(engine, owner)
    keep(engine, owner, first, {"python": Answer(3, 1)})
    second = begun(engine, owner)
    keep(engine, owner, second, {"python": Answer(None, 1)})
    assert stored(engine, owner, first) == {"python": Answer(3, 1)}
    assert stored(engine, owner, second) == {"python": Answer(None, 1)}


def test_stored_answers_of_one_text_are_equal_and_one_key() -> None:
    answers = {"python": Answer(3, 2), "r": Answer(None, 1)}
    one, same, other = decode(encode(answers)), decode(encode(answers)), decode(encode({**answers, "r": Answer(0, 2)}))
    assert one == same == answers
    assert answers == one != other
    assert {one: "known"} == {same: "known"}
    assert other not in {one: "known"}
    assert dict(one.items()) == {**one} == dict(answers)
    assert (len(one), list(one), one.get("calculus")) == (2, ["python", "r"], None)
    assert decode("{}") == {}
