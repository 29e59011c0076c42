"""Every migration goes up, down and up again, and ends at the tables of the code."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect, text

from app.storage.assessments import find_assessment
from app.storage.databases import migrate as migrating
from app.storage.databases.migrate import (
    MIGRATIONS,
    current_schema,
    differences,
    is_migrated,
    migrate,
    migrate_down,
    newest_schema,
)
from app.storage.engine import StorageUnavailable, open_engine, reading, schema_change, writing
from app.storage.owners import find_owner, secret_hash
from app.storage.tables import metadata
from tests.storage.conftest import NOW
from tests.storage.old_versions import carry, leave, left_at


def test_the_newest_migration_is_known_by_its_file() -> None:
    """Must agree with Alembic, which a server on a current database does not load."""
    assert newest_schema() == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def plain(part: object) -> object:
    """Return a part of a schema with the SQL text of its clauses."""
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    return [plain(each) for each in part] if isinstance(part, list) else str(part)


def schema(engine: Engine) -> list[str]:
    """Return every table's definition. Columns and keys are ordered, other constraints are not."""
    found = inspect(engine)
    ordered, rules = (
        ("columns", "pk_constraint"),
        ("check_constraints", "indexes", "unique_constraints", "foreign_keys"),
    )
    told = [
        f"{table} {kind} {plain(getattr(found, f'get_{kind}')(table))}"
        for table in sorted(tables(engine))
        for kind in ordered
    ]
    each_rule = (
        (table, kind, rule)
        for table in tables(engine)
        for kind in rules
        for rule in getattr(found, f"get_{kind}")(table)
    )
    return told + sorted(f"{table} {kind} {plain(rule)}" for table, kind, rule in each_rule)


def described(parts: Sequence[Mapping[str, object]]) -> list[tuple[str, str]]:
    """Return the name and the text of each constraint or index, in any order."""
    words = [
        {key: str(value) for key, value in part.items() if key != "dialect_options"}
        for part in parts
    ]
    where = [str(dict(part.get("dialect_options") or {}).get("sqlite_where")) for part in parts]  # type: ignore[call-overload]
    return sorted(
        (str(part["name"]), f"{sorted(part.items())} {each}")
        for part, each in zip(words, where, strict=True)
    )


def test_up_leads_to_the_tables_of_the_code_with_nothing_different(empty: Engine) -> None:
    migrate(empty)
    assert tables(empty) == set(metadata.tables)
    assert differences(empty) == []


def test_up_makes_the_checks_and_indexes_of_the_code_too(sqlite: Engine, tmp_path: Path) -> None:
    """Alembic's comparison leaves out check constraints.

    Here their names and texts are compared.
    """
    migrate(sqlite)
    direct = open_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    with writing(direct) as db:
        metadata.create_all(db)
    for table in metadata.tables:
        for kind in ("check_constraints", "indexes", "unique_constraints", "foreign_keys"):
            made, meant = (
                described(getattr(inspect(each), f"get_{kind}")(table)) for each in (sqlite, direct)
            )
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


def test_rebuilt_tables_keep_the_rows_that_refer_to_them(empty: Engine) -> None:
    """0003 drops a column of `owner`, for which SQLite rebuilds the table."""
    secret = "a secret from before there were several devices"  # noqa: S105 (made up)
    migrate(empty, "0002")
    with writing(empty) as db:
        values = {"hash": secret_hash(secret), "now": NOW}
        db.execute(
            text(
                "INSERT INTO owner (id, secret_hash, last_number, begun_at, seen_at)"
                " VALUES (7, :hash, 1, :now, :now)"
            ),
            values,
        )
        db.execute(
            text("INSERT INTO assessment (owner, number, begun_at) VALUES (7, 1, :now)"), values
        )
    for _ in range(2):
        migrate(empty)
        with reading(empty) as db:
            found = find_owner(db, secret)
            assert found
            assert found.id == 7
            assert find_assessment(db, 7, 1)
            if empty.dialect.name == "sqlite":
                assert db.scalar(text("PRAGMA foreign_keys")) == 1
        migrate_down(empty, "0002")
        with reading(empty) as db:
            assert db.execute(text("SELECT owner, number FROM assessment")).all() == [(7, 1)]


def test_a_migration_that_breaks_a_foreign_key_is_rolled_back(sqlite: Engine) -> None:
    migrate(sqlite)
    with pytest.raises(StorageUnavailable, match="assessment"), schema_change(sqlite) as db:
        db.execute(text("INSERT INTO assessment (owner, number, begun_at) VALUES (9, 1, 0)"))
    with reading(sqlite) as db:
        assert db.execute(text("SELECT * FROM assessment")).all() == []


def test_a_second_upgrade_changes_nothing(engine: Engine, owner: int) -> None:
    migrate(engine)
    with reading(engine) as db:
        assert db.scalar(text("SELECT id FROM owner")) == owner


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: Engine) -> None:
    """An upgrade is one transaction. An unexpected table rolls back all of its migrations."""
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


@pytest.fixture
def later_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a copy of the migrations for a test that adds one to it."""
    copy = tmp_path / "migrations"
    copytree(MIGRATIONS, copy, ignore=ignore_patterns("__pycache__"))
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "MIGRATIONS", copy)
        newest_schema.cache_clear()
        yield copy / "versions"
    newest_schema.cache_clear()


def add_migration(folder: Path, revision: str, after: str) -> None:
    """Write a migration that adds a column."""
    (folder / f"{revision}_later.py").write_text(
        f"""import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{after}"


def upgrade() -> None:
    op.add_column("assessment", sa.Column("later", sa.Text()))


def downgrade() -> None:
    op.drop_column("assessment", "later")
"""
    )


def test_a_migration_named_as_documented_upgrades_an_old_database(
    empty: Engine, sqlite: Engine, later_migrations: Path
) -> None:
    newest = newest_schema()
    number, _, _ = newest.partition("_")
    revision = f"9001_{number}"
    add_migration(later_migrations, revision, newest)
    newest_schema.cache_clear()
    leave(sqlite, "0001")
    if empty is not sqlite:
        carry(sqlite, empty, "0001")
    assert newest_schema() == revision
    migrate(empty)
    assert is_migrated(empty)
    with reading(empty) as db:
        assert current_schema(db) == revision
        assert db.execute(text("SELECT later FROM assessment")).scalars().first() is None
        assert find_owner(db, left_at("0001").secret)
    migrate_down(empty, newest)
    assert "later" not in {each["name"] for each in inspect(empty).get_columns("assessment")}


def test_a_faulty_migration_is_not_reported_as_a_newer_database(
    empty: Engine, later_migrations: Path
) -> None:
    add_migration(later_migrations, "9001_0004", newest_schema())
    add_migration(later_migrations, "9002_0004", newest_schema())
    newest_schema.cache_clear()
    with pytest.raises(CommandError, match="Multiple head"):
        migrate(empty)
