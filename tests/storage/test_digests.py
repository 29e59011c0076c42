"""Equal checksums mean equal rows, on either database and in any order."""

import hashlib
import json

from sqlalchemy import Engine, select, text

from app.storage.engine import reading, writing
from app.storage.tables import share
from tests.storage.backups import holdings
from tests.storage.full_owner import with_everything


def test_a_digest_is_what_its_docstring_says(engine: Engine) -> None:
    """Calculates the checksum from the rows by hand."""
    with_everything(engine)
    total = 0
    with reading(engine) as db:
        found = [row._mapping for row in db.execute(select(share))]
    for row in found:
        values = {
            name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()
        }
        written = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        total += int(hashlib.sha256(written.encode()).hexdigest(), 16)
    held = holdings(engine)["share"]
    assert (held.count, held.digest) == (len(found), f"{total % 2**256:064x}")


def test_an_empty_table_has_a_digest_of_zeros(engine: Engine) -> None:
    assert {(held.count, held.digest) for held in holdings(engine).values()} == {(0, "0" * 64)}


def test_any_change_of_a_column_changes_the_checksum(engine: Engine) -> None:
    with_everything(engine)
    before = holdings(engine)
    for change, back in (
        (
            "UPDATE progress SET note = note || ' '",
            "UPDATE progress SET note = substr(note, 1, length(note) - 1)",
        ),
        (
            "UPDATE share SET with_plan = NOT with_plan",
            "UPDATE share SET with_plan = NOT with_plan",
        ),
        ("UPDATE owner SET seen_at = seen_at + 1", "UPDATE owner SET seen_at = seen_at - 1"),
    ):
        with writing(engine) as db:
            assert db.execute(text(change)).rowcount
        assert sum(each != before[name] for name, each in holdings(engine).items()) == 1, change
        with writing(engine) as db:
            db.execute(text(back))
        assert holdings(engine) == before
