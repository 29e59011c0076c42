"""Terms saved by an earlier version have fewer fields. Missing ones get their defaults."""

import json
from dataclasses import fields, replace

import pytest
from sqlalchemy import Engine, insert

from app.storage.engine import writing
from app.storage.plans import Terms, decode_terms, encode_terms, find_terms
from app.storage.tables import plan
from tests.storage.test_assessments import begun
from tests.storage.test_plans import WHOLE

NAMES = [field.name for field in fields(Terms)]


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_term_has_its_default_and_all_others_are_read(name: str) -> None:
    values = json.loads(encode_terms(WHOLE))
    assert getattr(WHOLE, name) != getattr(Terms(), name)
    del values[name]
    assert decode_terms(json.dumps(values)) == replace(WHOLE, **{name: getattr(Terms(), name)})


def test_every_term_is_stored_by_name() -> None:
    assert sorted(json.loads(encode_terms(WHOLE))) == sorted(NAMES)


def test_terms_of_an_earlier_version_are_read_from_the_database(engine: Engine, owner: int) -> None:
    kept = {
        "{}": Terms(),
        '{"start":null,"focus":"finance","done":["python.1"]}': Terms(
            focus="finance", done=frozenset({"python.1"})
        ),
    }
    with writing(engine) as db:
        for text, terms in kept.items():
            number = begun(db, owner)
            db.execute(insert(plan).values(owner=owner, number=number, terms=text))
            assert find_terms(db, owner, number) == terms
