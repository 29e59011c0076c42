"""The database refuses invalid rows, whoever writes them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

import pytest
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import DataError, IntegrityError

from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine, reading, writing
from app.storage.tables import assessment, catalogue, device
from app.storage.tables import owner as owners
from config import read_settings
from tests.storage.conftest import NOW, new_owner
from tests.support.databases import NewInstance

FROZEN = {"finished_at": NOW, "result": "{}", "catalogue": "known"}


def write(engine: Engine, owner: int, values: Mapping[str, object] = MappingProxyType({})) -> None:
    with writing(engine) as db:
        db.execute(
            insert(assessment).values({"owner": owner, "number": 1, "begun_at": NOW} | dict(values))
        )


@pytest.fixture(scope="module")
def engine(new_instance: NewInstance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Yield one database for all tests: each has an owner of its own."""
    with new_instance(tmp_path_factory.mktemp("constraints")) as environ:
        engine = open_engine(read_settings(environ).database)
        migrate(engine)
        yield engine
        engine.dispose()


@pytest.fixture(scope="module")
def known(engine: Engine) -> None:
    """Store a catalogue with the digest "known"."""
    with writing(engine) as db:
        db.execute(insert(catalogue).values(digest="known", content="{}"))


RIGHT: dict[str, dict[str, object]] = {
    "nothing but its keys": {},
    "every level and a skip": {
        "answers": '{"a":[0,1],"b":[1,1],"c":[2,9],"d":[3,1],"e":[4,1],"f":[null,2147483647]}'
    },
    "every level and a skip, grouped": {"answers": "0 a;1 b;2 c*9;3 d x y;4 e;skip f*2147483647"},
    "one group": {"answers": "skip f"},
    "no answer": {"answers": "{}"},
    "fewest hours": {"hours_a_week": 1},
    "most hours": {"hours_a_week": 40},
    "a target": {"target_role": "ml_engineer", "target_stage": "lead"},
    "frozen": FROZEN,
    "longest name": {"name": "가" * 80},
}


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.usefixtures("known")
def test_a_valid_row_is_accepted(engine: Engine, owner: int, name: str) -> None:
    write(engine, owner, RIGHT[name])


WRONG: dict[str, dict[str, object]] = {
    "level 5": {"answers": '{"a":[5,1]}'},
    "level 5 among others": {"answers": '{"a":[0,1],"b":[5,1],"c":[4,1]}'},
    "level 10": {"answers": '{"a":[10,1]}'},
    "level below 0": {"answers": '{"a":[-1,1]}'},
    "half a level": {"answers": '{"a":[1.5,1]}'},
    "a level in words": {"answers": '{"a":["4",1]}'},
    "a level that is true": {"answers": '{"a":[true,1]}'},
    "a level without brackets": {"answers": '{"a":5}'},
    "a level in brackets": {"answers": '{"a":[[4,1],1]}'},
    "group 5": {"answers": "5 a"},
    "group 5 among others": {"answers": "0 a;5 b;skip c"},
    "group 10": {"answers": "10 a"},
    "group below 0": {"answers": "-1 a"},
    "half a group": {"answers": "1.5 a"},
    "a group without a level": {"answers": "0 a;b"},
    "a group without a space": {"answers": "0 a;4b"},
    "a level alone": {"answers": "0 a;4"},
    "an empty group": {"answers": "0 a;;4 b"},
    "a group of pairs": {"answers": '4 a;"b":[5,1]'},
    "pairs before groups": {"answers": '{"a":[5,1]};4 a'},
    "null as a group": {"answers": "null a"},
    "no answers at all": {"answers": None},
    "answers without braces": {"answers": ""},
    "answers without end": {"answers": '{"a":[4,1],' + '"b":[4,1],' * 1000 + "}"},
    "no hours": {"hours_a_week": 0},
    "too many hours": {"hours_a_week": 41},
    "stage that is none": {"target_role": "ml_engineer", "target_stage": "chief"},
    "role without stage": {"target_role": "ml_engineer"},
    "stage without role": {"target_stage": "lead"},
    "finished without result": {"finished_at": NOW},
    "finished without catalogue": {"finished_at": NOW, "result": "{}"},
    "result without its time": {"result": "{}", "catalogue": "known"},
    "result without catalogue and time": {"result": "{}"},
    "catalogue alone": {"catalogue": "known"},
    "frozen with a catalogue that is not there": FROZEN | {"catalogue": "lost"},
    "number 0": {"number": 0},
    "negative number": {"number": -1},
    "empty name": {"name": ""},
    "name too long": {"name": "n" * 81},
    "nobody's": {"owner": 0},
    "no owner": {"owner": None},
    "no begin": {"begun_at": None},
}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("known")
def test_an_invalid_row_is_refused(engine: Engine, owner: int, name: str) -> None:
    with reading(engine) as db:
        before = db.execute(select(assessment)).all()
    with pytest.raises((IntegrityError, DataError)):
        write(engine, owner, WRONG[name])
    with reading(engine) as db:
        assert db.execute(select(assessment)).all() == before


CHANGES = {
    name: change
    for name, change in WRONG.items()
    if change.keys() <= {"answers", "hours_a_week", "target_stage", "finished_at", "name"}
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_invalid_update_is_refused_too(engine: Engine, owner: int, name: str) -> None:
    write(engine, owner)
    with pytest.raises((IntegrityError, DataError)), writing(engine) as db:
        db.execute(update(assessment).where(assessment.c.owner == owner).values(CHANGES[name]))


def test_a_number_is_unique_per_owner(engine: Engine, owner: int) -> None:
    write(engine, owner)
    with pytest.raises(IntegrityError):
        write(engine, owner)


def test_a_secret_has_one_owner(engine: Engine, owner: int) -> None:
    with reading(engine) as db:
        hashed = db.scalar(select(device.c.secret_hash).where(device.c.owner == owner))
    with pytest.raises(IntegrityError), writing(engine) as db:
        db.execute(
            insert(device).values(owner=owner, id=1, secret_hash=hashed, begun_at=NOW, seen_at=NOW)
        )


def test_a_return_code_has_one_owner_and_a_time(engine: Engine, owner: int) -> None:
    other = new_owner(engine)
    with writing(engine) as db:
        db.execute(
            update(owners).where(owners.c.id == owner).values(code_hash=b"c" * 32, code_made_at=NOW)
        )
    for wrong in (
        {"code_hash": b"c" * 32, "code_made_at": NOW},
        {"code_hash": b"d" * 32},
        {"code_made_at": NOW},
    ):
        with pytest.raises(IntegrityError), writing(engine) as db:
            db.execute(update(owners).where(owners.c.id == other).values(wrong))


def test_the_catalogue_of_a_result_cannot_be_deleted(
    engine: Engine, owner: int, known: None
) -> None:
    write(engine, owner, FROZEN)
    with pytest.raises(IntegrityError), writing(engine) as db:
        db.execute(catalogue.delete())
