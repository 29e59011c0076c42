"""Every migration goes up, down, and up again, and ends at the tables that the code has."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from app.storage.engine import StorageUnavailable, open_engine, reading, writing
from app.storage.migrate import differences, is_migrated, migrate, migrate_down
from app.storage.tables import metadata


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def plain(part: object) -> object:
    """A part of a schema with the words of its clauses instead of themselves."""
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    return [plain(each) for each in part] if isinstance(part, list) else str(part)


def schema(engine: Engine) -> list[str]:
    """Every table, in the words of the database itself: columns, keys, checks and indexes."""
    found = inspect(engine)
    kinds = ("columns", "pk_constraint", "check_constraints", "indexes", "unique_constraints", "foreign_keys")
    return [f"{table} {kind} {plain(getattr(found, f'get_{kind}')(table))}" for table in sorted(tables(engine)) for kind in kinds]


def described(parts: Sequence[Mapping[str, object]]) -> list[tuple[str, str]]:
    """The name and the words of each constraint or index, whatever order they come in."""
    words = [{key: str(value) for key, value in part.items() if key != "dialect_options"} for part in parts]
    where = [str(dict(part.get("dialect_options") or {}).get("sqlite_where")) for part in parts]  # type: ignore[call-overload]
    return sorted((str(part["name"]), f"{sorted(part.items())} {each}") for part, each in zip(words, where, strict=True))


def test_up_leads_to_the_tables_of_the_code_with_nothing_different(empty: Engine) -> None:
    migrate(empty)
    assert tables(empty) == set(metadata.tables)
    assert differences(empty) == []


def test_up_makes_the_checks_and_indexes_of_the_code_too(sqlite: Engine, tmp_path: Path) -> None:
    """`differences` compares no check constraints: here they are compared by name and words."""
    migrate(sqlite)
    direct = open_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    with writing(direct) as db:
        metadata.create_all(db)
    for table in metadata.tables:
        for kind in ("check_constraints", "indexes", "unique_constraints", "foreign_keys"):
            made, meant = (described(getattr(inspect(each), f"get_{kind}")(table)) for each in (sqlite, direct))
            assert made == meant, (table, kind)
            assert "None" not in [name for name, _ in made]
    direct.dispose()


def test_down_leaves_nothing_and_up_again_gives_the_same(empty: Engine) -> None:
    migrate(empty)
    before = schema(empty)
    migrate_down(empty)
    assert tables(empty) == set()
    assert not is_migrated(empty)
    migrate(empty)
    assert schema(empty) == before
    assert is_migrated(empty)


def test_a_second_up_changes_nothing_and_keeps_what_is_there(engine: Engine, owner: int) -> None:
    migrate(engine)
    with reading(engine) as db:
        assert db.scalar(text("SELECT id FROM owner")) == owner


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    """All of an upgrade is one transaction: a table that is in the way undoes the ones before it."""
    with writing(empty) as db:
        db.execute(text("CREATE TABLE assessment (x INTEGER)"))
    with pytest.raises(StorageUnavailable):
        migrate(empty)
    assert tables(empty) == {"assessment"}


def test_a_database_that_does_not_answer_is_not_migrated(tmp_path: Path) -> None:
    nowhere = open_engine(f"sqlite:///{tmp_path / 'no folder' / 'o.db'}")
    assert not is_migrated(nowhere)
    with pytest.raises(StorageUnavailable):
        migrate(nowhere)
