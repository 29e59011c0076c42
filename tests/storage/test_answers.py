"""Of two saves of one answer the higher revision wins, in any order of arrival."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

from app.storage.answers import Answer, Answers, decode, encode, merge_answers
from app.storage.assessments import (
    ConcurrentUpdate,
    find_assessment,
    save_answers,
    start_assessment,
)
from app.storage.engine import reading, writing
from app.storage.tables import LATEST_REVISION, assessment
from tests.storage.conftest import NOW

LEVELS = st.one_of(st.none(), st.integers(0, 4))
ANSWERS = st.builds(Answer, LEVELS, st.integers(1, LATEST_REVISION))
SKILLS = st.sampled_from(["python", "sql", "nlp"])


def save(engine: Engine, owner: int, number: int, sent: Answers) -> Answers:
    """Save answers as the pages do, again after a concurrent update."""
    while True:
        with reading(engine) as db, suppress(ConcurrentUpdate):
            found = find_assessment(db, owner, number)
            assert found
            return save_answers(db, found, sent)


def stored(engine: Engine, owner: int, number: int) -> Answers:
    with reading(engine) as db:
        found = find_assessment(db, owner, number)
        assert found
        return found.answers


def begun(engine: Engine, owner: int) -> int:
    with writing(engine) as db:
        return start_assessment(db, owner, NOW)


@st.composite
def saves(draw: st.DrawFn) -> tuple[list[tuple[str, Answer]], list[tuple[str, Answer]]]:
    """Draw saves of a few skills with rising revisions, in order and in order of arrival."""
    made: list[tuple[str, Answer]] = []
    for skill in ("python", "sql", "nlp"):
        made += [
            (skill, Answer(draw(LEVELS), revision))
            for revision in range(1, draw(st.integers(0, 5)) + 1)
        ]
    return made, draw(st.permutations(made))


@given(saves())
def test_in_any_order_of_arrival_the_newest_of_each_skill_is_saved(
    interleaved: tuple[list[tuple[str, Answer]], list[tuple[str, Answer]]],
) -> None:
    made, arriving = interleaved
    kept: Answers = {}
    for skill, answer in arriving:
        before = kept.get(skill)
        kept = merge_answers(kept, {skill: answer})
        assert before is None or kept[skill].revision >= before.revision, (
            "a revision never goes back"
        )
    assert kept == dict(made), "the last made of each skill"


@given(st.dictionaries(SKILLS, ANSWERS), st.dictionaries(SKILLS, ANSWERS))
def test_a_missing_answer_or_an_equal_revision_changes_nothing(
    before: Answers, sent: Answers
) -> None:
    after = merge_answers(before, sent)
    assert after.keys() == before.keys() | sent.keys()
    for skill, answer in after.items():
        newer = skill in sent and (
            skill not in before or sent[skill].revision > before[skill].revision
        )
        assert answer == (sent if newer else before)[skill]
    assert merge_answers(after, sent) == after, "the same request again changes nothing"


IDS = st.from_regex(r"[a-z][a-z0-9_]{0,39}", fullmatch=True)
EVERY_ANSWER = st.dictionaries(IDS, ANSWERS | st.builds(Answer, LEVELS, st.just(1)))


def in_pairs(answers: Answers) -> str:
    """Return answers in the format of migrations before 0004."""
    return json.dumps(
        {skill: (a.level, a.revision) for skill, a in sorted(answers.items())},
        separators=(",", ":"),
    )


@given(EVERY_ANSWER)
def test_answers_come_back_equal_and_equal_answers_give_the_same_text(answers: Answers) -> None:
    found = decode(encode(answers))
    assert found == answers
    assert {**found} == answers
    assert encode(dict(reversed(list(answers.items())))) == encode(answers) == encode(found)


@given(EVERY_ANSWER)
def test_answers_in_the_earlier_format_are_equal_and_one_key(answers: Answers) -> None:
    before, now = decode(in_pairs(answers)), decode(encode(answers))
    assert before == now == answers
    assert hash(before) == hash(now)
    assert encode(before) == encode(answers)


def test_answers_are_grouped_by_level_with_the_revision_where_there_is_one() -> None:
    answers = {
        "sql": Answer(4, 3),
        "r": Answer(0, 1),
        "gcp": Answer(None, 1),
        "cpp": Answer(0, 1),
        "python": Answer(4, 1),
    }
    assert encode(answers) == "0 cpp r;4 python sql*3;skip gcp"
    assert encode({}) == "{}"


@pytest.mark.parametrize(
    "text", ["", "5 python", "python", "4 python;5 sql", "4 sql*x", "4 sql*", "[]", "{", "null"]
)
def test_invalid_answers_raise_on_first_use(text: str) -> None:
    found = decode(text)
    with pytest.raises(ValueError, match=r"^(invalid answers|invalid literal|Expecting)"):
        len(found)


def test_an_answer_saved_among_those_in_the_earlier_format_leaves_the_others(
    engine: Engine, owner: int
) -> None:
    number, before = (
        begun(engine, owner),
        {"python": Answer(3, 2), "sql": Answer(None, 1), "r": Answer(0, LATEST_REVISION)},
    )
    with writing(engine) as db:
        db.execute(
            update(assessment).where(assessment.c.owner == owner).values(answers=in_pairs(before))
        )
    assert save(engine, owner, number, {"python": Answer(1, 2), "r": Answer(2, 1)}) == before
    assert save(engine, owner, number, {"sql": Answer(4, 2)}) == before | {"sql": Answer(4, 2)}
    with reading(engine) as db:
        assert (
            db.scalar(select(assessment.c.answers)) == f"0 r*{LATEST_REVISION};3 python*2;4 sql*2"
        )


@pytest.mark.parametrize("seed", range(6))
def test_saves_that_arrive_in_any_order_leave_the_newest_in_the_database(
    engine: Engine, owner: int, seed: int
) -> None:
    number, made = (
        begun(engine, owner),
        [(skill, Answer(n % 5, n)) for n in range(1, 7) for skill in ("python", "sql")],
    )
    arriving = random.Random(seed).sample(made, len(made))
    for skill, answer in arriving:
        assert save(engine, owner, number, {skill: answer})[skill].revision >= answer.revision
    assert stored(engine, owner, number) == dict(made)


def test_saves_from_many_windows_at_once_lose_nothing(engine: Engine, owner: int) -> None:
    """Each window saves its own skills and one that all save. Of that, the newest wins."""
    number = begun(engine, owner)
    saves = [{f"skill_{n}": Answer(n % 5, 1), "common": Answer(n % 5, n)} for n in range(1, 25)]
    random.Random(1).shuffle(saves)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda sent: save(engine, owner, number, sent), saves))
    expected = {f"skill_{n}": Answer(n % 5, 1) for n in range(1, 25)} | {
        "common": Answer(24 % 5, 24)
    }
    assert stored(engine, owner, number) == expected


def test_a_save_reaches_only_its_own_assessment(engine: Engine, owner: int) -> None:
    first = begun(engine, owner)
    save(engine, owner, first, {"python": Answer(3, 1)})
    second = begun(engine, owner)
    save(engine, owner, second, {"python": Answer(None, 1)})
    assert stored(engine, owner, first) == {"python": Answer(3, 1)}
    assert stored(engine, owner, second) == {"python": Answer(None, 1)}


def test_stored_answers_of_one_text_are_equal_and_one_key() -> None:
    answers = {"python": Answer(3, 2), "r": Answer(None, 1)}
    one, same, other = (
        decode(encode(answers)),
        decode(encode(answers)),
        decode(encode({**answers, "r": Answer(0, 2)})),
    )
    assert one == same == answers
    assert answers == one != other
    assert {one: "known"} == {same: "known"}
    assert other not in {one: "known"}
    assert dict(one.items()) == {**one} == dict(answers)
    assert (len(one), list(one), one.get("calculus")) == (2, ["python", "r"], None)
    assert decode("{}") == {}
