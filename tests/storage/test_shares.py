"""Links: valid until they expire or are revoked, found by token, owned by one person."""

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.storage.assessments import Assessment, find_assessment, start_assessment
from app.storage.deletion import delete_assessment, purge_deleted, restore_assessment
from app.storage.engine import Connection, reading, writing
from app.storage.owners import purge_owners, secret_hash
from app.storage.shares import (
    DAY_SECONDS,
    FORM_SECONDS,
    MAX_LINKS,
    LinkEnded,
    Share,
    create_share,
    find_own_share,
    find_shared,
    list_shares,
    new_token,
    note_opening,
    purge_shares,
    revoke_share,
)
from app.storage.tables import assessment, share
from tests.storage.conftest import NOW, new_owner
from tests.storage.test_assessments import found


def own(db: Connection, owner: int) -> Assessment:
    """Create an assessment of the owner, different from the earlier ones."""
    number = start_assessment(db, owner, NOW)
    db.execute(
        update(assessment)
        .where(assessment.c.owner == owner, assessment.c.number == number)
        .values(answers='{"sql":[3,2]}')
    )
    return found(db, owner, number)


def live(db: Connection, of: Assessment, days: int = 7, now: int = NOW) -> tuple[str, Share]:
    token = new_token()
    made = create_share(db, of, token, with_ratings=True, with_plan=False, days=days, now=now)
    assert made
    return token, made


def test_a_token_is_256_bits_and_only_its_hash_is_stored(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        tokens = {live(db, own(db, owner))[0] for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {43}, "32 bytes in base 64"
    with reading(engine) as db:
        rows = [row._mapping for row in db.execute(select(share))]
        assert {bytes(row["token_hash"]) for row in rows} == {
            secret_hash(token) for token in tokens
        }
        stored = repr(rows)
    assert not [token for token in tokens if token in stored]


@pytest.mark.parametrize("days", [1, 7, 30, 90])
def test_a_link_opens_its_assessment_until_its_last_second(
    engine: Engine, owner: int, days: int
) -> None:
    with writing(engine) as db:
        mine = own(db, owner)
        token, made = live(db, mine, days)
        assert made.ends_at == NOW + days * DAY_SECONDS
        assert find_shared(db, token, made.ends_at - 1) == (made, mine)
        assert find_shared(db, token, made.ends_at) is None
        assert find_shared(db, token[:-1], NOW) is None
        assert find_shared(db, "", NOW) is None
        assert list_shares(db, owner, mine.number, made.ends_at) == []


def test_each_link_opens_its_own(engine: Engine, owner: int) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        links = [
            (each, *live(db, each)) for each in (own(db, owner), own(db, owner), own(db, stranger))
        ]
        assert {(each.owner, each.number) for each, _, _ in links} == {
            (owner, 1),
            (owner, 2),
            (stranger, 1),
        }
        for each, token, made in links:
            assert find_shared(db, token, NOW) == (made, each)


def test_the_same_token_again_makes_no_second_link(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        mine, other = own(db, owner), own(db, owner)
        token, made = live(db, mine)
        assert (
            create_share(db, mine, token, with_ratings=False, with_plan=True, days=90, now=NOW + 5)
            == made
        )
        assert list_shares(db, owner, mine.number, NOW) == [made]
        assert find_own_share(db, mine, token, NOW) == made
        assert find_own_share(db, other, token, NOW) is None
        assert find_own_share(db, mine, token, made.ends_at) is None


def test_the_number_of_live_links_is_limited(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        mine, other = own(db, owner), own(db, owner)
        for at in range(MAX_LINKS):
            live(db, mine, now=NOW + at)
        assert create_share(db, mine, new_token(), True, True, 7, NOW) is None
        listed = list_shares(db, owner, mine.number, NOW)
        assert [each.begun_at - NOW for each in listed] == [*reversed(range(MAX_LINKS))], (
            "the newest first"
        )
        assert create_share(db, other, new_token(), True, True, 7, NOW), (
            "each assessment has its own"
        )
        assert create_share(db, mine, new_token(), True, True, 7, listed[-1].ends_at), (
            "one that is over makes room"
        )


def test_a_revoked_link_opens_nothing_and_the_others_stay(engine: Engine, owner: int) -> None:
    stranger = new_owner(engine)
    with writing(engine) as db:
        mine = own(db, owner)
        token, made = live(db, mine)
        kept, _ = live(db, mine)
        revoke_share(db, stranger, mine.number, made.id, NOW)
        revoke_share(db, owner, mine.number + 1, made.id, NOW)
        assert find_shared(db, token, NOW), (
            "neither a stranger nor another assessment's page ends it"
        )
        for _ in range(2):
            revoke_share(db, owner, mine.number, made.id, NOW)
            assert find_shared(db, token, NOW) is None
        assert find_shared(db, kept, NOW)


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_link_that_ended_is_not_opened_again(engine: Engine, owner: int, how: str) -> None:
    """Its form may be sent again, for example by a browser that restores its pages."""
    with writing(engine) as db:
        mine = own(db, owner)
        token, made = live(db, mine)
        if how == "revoked":
            revoke_share(db, owner, mine.number, made.id, NOW + 1)
        later = NOW + 1 if how == "revoked" else made.ends_at
        assert purge_shares(db, later) == 0
        with pytest.raises(LinkEnded):
            create_share(db, mine, token, True, True, 7, later)
        assert find_shared(db, token, later) is None


def test_a_link_is_hidden_restored_and_purged_with_its_assessment(
    engine: Engine, owner: int
) -> None:
    with writing(engine) as db:
        mine = own(db, owner)
        token, _ = live(db, mine)
        delete_assessment(db, owner, mine.number, NOW)
        assert find_shared(db, token, NOW) is None
        restore_assessment(db, owner, mine.number)
        assert find_shared(db, token, NOW)
        delete_assessment(db, owner, mine.number, NOW)
        assert purge_deleted(db, NOW + 1) == 1
        assert db.execute(select(share)).all() == []
        live(db, own(db, owner))
        assert purge_owners(db, NOW + 1) == 1
        assert db.execute(select(share)).all() == []


def test_the_last_opening_is_stored_to_the_hour(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        mine = own(db, owner)
        _, made = live(db, mine)
        _, other = live(db, mine)
        note_opening(db, made, NOW + 4321)
        opened = {each.id: each.opened_at for each in list_shares(db, owner, mine.number, NOW)}
        assert opened[other.id] is None
        assert opened[made.id] == NOW + 3600
        assert NOW % 3600 == 0


def test_a_purge_removes_expired_links(engine: Engine, owner: int) -> None:
    with writing(engine) as db:
        mine = own(db, owner)
        for days in (1, 1, 7):
            live(db, mine, days)
        assert purge_shares(db, NOW + DAY_SECONDS + FORM_SECONDS - 1) == 0
        assert purge_shares(db, NOW + DAY_SECONDS + FORM_SECONDS) == 2
        assert [each.ends_at for each in db.execute(select(share))] == [NOW + 7 * DAY_SECONDS]
        assert find_assessment(db, owner, mine.number) == mine


@pytest.mark.parametrize(
    "wrong", [{"ends_at": NOW}, {"token_hash": None}, {"number": 9}, {"with_plan": None}]
)
def test_the_database_refuses_an_invalid_link(
    engine: Engine, owner: int, wrong: dict[str, object]
) -> None:
    row = {
        "owner": owner,
        "id": 1,
        "number": 1,
        "token_hash": b"h" * 32,
        "with_ratings": True,
        "with_plan": True,
    }
    row |= {"begun_at": NOW, "ends_at": NOW + 1}
    with writing(engine) as db:
        own(db, owner)
        db.execute(insert(share).values(row))
        revoke_share(db, owner, 1, 1, NOW)
    with pytest.raises(IntegrityError), writing(engine) as db:
        db.execute(insert(share).values(row | wrong))
