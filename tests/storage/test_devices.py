"""The browsers of an owner: listed, signed out singly or all but one, and private."""

from sqlalchemy import Engine

from app.storage.devices import (
    MAX_DEVICES,
    Device,
    count_devices,
    disconnect_device,
    disconnect_other_devices,
    disconnect_too_many,
    list_devices,
)
from app.storage.engine import writing
from app.storage.owners import create_device, create_owner, find_owner, note_visit
from tests.storage.conftest import NOW


def test_browsers_are_listed_the_last_seen_first(engine: Engine) -> None:
    with writing(engine) as db:
        first, _ = create_owner(db, NOW)
        second, _ = create_device(db, first.id, NOW + 1)
        create_owner(db, NOW + 2)
        note_visit(db, first, NOW + 3)
        assert list_devices(db, first.id) == [
            Device(first.device, NOW, NOW + 3),
            Device(second.device, NOW + 1, NOW + 1),
        ]
        assert count_devices(db, first.id) == 2


def test_a_signed_out_browser_has_no_access_and_the_others_stay(engine: Engine) -> None:
    with writing(engine) as db:
        (first, secret), (stranger, theirs) = create_owner(db, NOW), create_owner(db, NOW)
        second, another = create_device(db, first.id, NOW)
        assert not disconnect_device(db, stranger.id, second.device), (
            "another's is not theirs to end"
        )
        assert disconnect_device(db, first.id, second.device)
        assert not disconnect_device(db, first.id, second.device)
        assert [find_owner(db, each) for each in (secret, another, theirs)] == [
            first,
            None,
            stranger,
        ]


def test_all_other_browsers_are_signed_out(engine: Engine) -> None:
    with writing(engine) as db:
        (first, secret), (stranger, theirs) = create_owner(db, NOW), create_owner(db, NOW)
        others = [create_device(db, first.id, NOW)[1] for _ in range(3)]
        assert disconnect_other_devices(db, first) == 3
        assert disconnect_other_devices(db, first) == 0
        assert [find_owner(db, each) for each in (secret, *others, theirs)] == [
            first,
            None,
            None,
            None,
            stranger,
        ]


def test_more_browsers_than_may_be_sign_out_those_seen_longest_ago(engine: Engine) -> None:
    with writing(engine) as db:
        owner, first = create_owner(db, NOW)
        others = [create_device(db, owner.id, NOW + place)[1] for place in range(1, MAX_DEVICES)]
        stranger, _ = create_owner(db, NOW)
        disconnect_too_many(db, stranger)
        assert count_devices(db, owner.id) == MAX_DEVICES
        newest, secret = create_device(db, owner.id, NOW - 1)
        disconnect_too_many(db, newest)
        assert count_devices(db, owner.id) == MAX_DEVICES
        assert find_owner(db, first) is None
        assert all(find_owner(db, each) for each in (*others, secret))
