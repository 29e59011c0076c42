"""The browsers of an owner: listed, ended one by one or all but one, and never another's."""

from sqlalchemy import Engine

from app.storage.devices import Device, count_devices, end_device, end_other_devices, list_devices
from app.storage.engine import writing
from app.storage.owners import begin_device, begin_owner, find_owner, see_owner
from tests.storage.conftest import NOW


def test_browsers_are_listed_the_last_seen_first(engine: Engine) -> None:
    with writing(engine) as db:
        first, _ = begin_owner(db, NOW)
        second, _ = begin_device(db, first.id, NOW + 1)
        begin_owner(db, NOW + 2)
        see_owner(db, first, NOW + 3)
        assert list_devices(db, first.id) == [
            Device(first.device, NOW, NOW + 3),
            Device(second.device, NOW + 1, NOW + 1),
        ]
        assert count_devices(db, first.id) == 2


def test_a_browser_that_is_ended_opens_nothing_and_the_others_stay(engine: Engine) -> None:
    with writing(engine) as db:
        (first, secret), (stranger, theirs) = begin_owner(db, NOW), begin_owner(db, NOW)
        second, another = begin_device(db, first.id, NOW)
        assert not end_device(db, stranger.id, second.device), "another's is not theirs to end"
        assert end_device(db, first.id, second.device)
        assert not end_device(db, first.id, second.device)
        assert [find_owner(db, each) for each in (secret, another, theirs)] == [
            first,
            None,
            stranger,
        ]


def test_all_but_this_one_are_ended(engine: Engine) -> None:
    with writing(engine) as db:
        (first, secret), (stranger, theirs) = begin_owner(db, NOW), begin_owner(db, NOW)
        others = [begin_device(db, first.id, NOW)[1] for _ in range(3)]
        assert end_other_devices(db, first) == 3
        assert end_other_devices(db, first) == 0
        assert [find_owner(db, each) for each in (secret, *others, theirs)] == [
            first,
            None,
            None,
            None,
            stranger,
        ]
