"""What the list shows is what there is, newest first, and what can be brought back, however much there is of each."""

import random
from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy import Connection, Engine, insert

from app.storage.assessment_list import PAGE
from app.storage.assessments import delete_assessment
from app.storage.engine import reading, writing
from app.storage.listed import NOTHING, Listed, find_list, list_older
from app.storage.owners import begin_device
from app.storage.ratings import decode
from app.storage.tables import assessment
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import begun, found
from tests.web.statements import statements

MOST = 2 * PAGE
"""As many as a history goes back, in small."""
Deletions = Mapping[int, int | None]
"""Number → when it was deleted."""


def put(db: Connection, owner: int, deletions: Deletions) -> None:
    rows = [
        {"owner": owner, "number": number, "begun_at": NOW, "deleted_at": at}
        for number, at in deletions.items()
    ]
    db.execute(insert(assessment), rows)


def expected(
    deletions: Deletions, since: int, before: int | None, most: int
) -> tuple[list[int], list[int]]:
    """By the plainest way."""
    there = sorted(
        (
            number
            for number, at in deletions.items()
            if at is None and (before is None or number < before)
        ),
        reverse=True,
    )
    deleted = sorted(
        ((at, number) for number, at in deletions.items() if at is not None and at >= since),
        reverse=True,
    )
    return there[:most], [number for _, number in deleted[:PAGE]]


def numbers(*parts: Sequence[Listed]) -> tuple[list[int], ...]:
    return tuple([each.number for each in part] for part in parts)


@pytest.mark.parametrize("share", [0, 0.2, 0.9, 1])
@pytest.mark.parametrize("count", [1, PAGE, MOST + PAGE - 1, MOST + PAGE, 4 * PAGE])
def test_all_that_is_there_is_listed_and_all_that_can_be_brought_back(
    engine: Engine, owner: int, count: int, share: float
) -> None:
    chance = random.Random(f"{count} {share}")
    deletions = {
        number: NOW - chance.randrange(10) if chance.random() < share else None
        for number in range(1, count + 1)
    }
    stranger = new_owner(engine)
    with writing(engine) as db:
        put(db, owner, deletions)
        put(db, stranger, {1: None, 2: NOW, count + 5: None})
        whose, secret = begin_device(db, owner, NOW)
    with reading(engine) as db:
        for since in (NOW - 5, NOW + 1):
            found, *shown = find_list(db, secret, since, MOST)
            assert found == whose
            assert numbers(*shown) == expected(deletions, since, None, MOST)
            for before in (count + 1, count // 2, 1):
                assert numbers(*list_older(db, owner, since, before, MOST)) == expected(
                    deletions, since, before, MOST
                )


def test_whoever_has_nothing_to_show_is_known_and_nobody_is_not(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        whose, secret = begin_device(db, owner, NOW)
        assert find_list(db, secret, NOW) == (whose, [], [])
        put(db, owner, {1: NOW - 1})
        assert find_list(db, secret, NOW) == (whose, [], []), "it was deleted before that"
        assert find_list(db, secret + "x", NOW) == NOTHING


def test_each_is_listed_as_it_is_kept(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        for _ in range(2):
            begun(db, owner)
        delete_assessment(db, owner, 1, NOW)
        whole = found(db, owner, 2)
        whose, secret = begin_device(db, owner, NOW)
        by, (there,), (deleted,) = find_list(db, secret, NOW)
    assert by == whose
    for name in set(Listed._fields) - {"answers", "at"}:
        assert getattr(there, name) == getattr(whole, name), name
    assert there.at == whole.begun_at
    assert (deleted.number, deleted.deleted_at) == (1, NOW)
    assert decode(there.answers) == whole.answers


@pytest.mark.parametrize("name", ["a|b,c;d", "둘\n줄", "\x1f", "a\x1fb", " ", "''"])
def test_no_name_puts_the_list_out_of_order(engine: Engine, owner: int, name: str) -> None:
    """Not one that came into the database past every form."""
    with writing(engine) as db:
        rows = [
            {"owner": owner, "number": number, "begun_at": NOW, "name": own}
            for number, own in ((1, None), (2, name), (3, "c"))
        ]
        for row in rows:
            db.execute(insert(assessment).values(row))
        _, secret = begin_device(db, owner, NOW)
        _, there, _ = find_list(db, secret, NOW)
    assert [(each.number, each.name) for each in there] == [
        (3, "c"),
        (2, name.replace("\x1f", "") or None),
        (1, None),
    ]


@pytest.mark.parametrize(("count", "asked"), [(3, 1), (PAGE, 1), (PAGE * 2, 1), (PAGE * 2 + 1, 2)])
def test_almost_everybody_is_asked_for_by_one_statement(
    engine: Engine, owner: int, count: int, asked: int
) -> None:
    with writing(engine) as db:
        put(db, owner, dict.fromkeys(range(1, count + 1)))
        _, secret = begin_device(db, owner, NOW)
    with statements(engine) as seen, reading(engine) as db:
        find_list(db, secret, NOW)
    assert len(seen) == asked
