"""SQLite and PostgreSQL have the same constraints, and rows survive every migration."""

from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, inspect, select

from app.scoring.result_json import result_from_json
from app.storage.answers import decode
from app.storage.databases.migrate import migrate, migrate_down
from app.storage.engine import reading
from app.storage.tables import metadata
from tests.storage.full_owner import with_everything

Rule = tuple[object, ...]
Rows = dict[str, list[dict[str, Any]]]
OLDER = ("0003", "0002", "0001")
"""Every version that the newest has followed, the latest first."""


def rules(engine: Engine) -> set[Rule]:
    """Return table, kind, name and columns of every constraint. A check has only its name."""
    seen, found = inspect(engine), set[Rule]()
    for table in metadata.tables:
        key = seen.get_pk_constraint(table)
        found.add((table, "primary key", key["name"], *key["constrained_columns"]))
        for foreign in seen.get_foreign_keys(table):
            about = (
                *foreign["constrained_columns"],
                foreign["referred_table"],
                *foreign["referred_columns"],
            )
            found.add(
                (table, "foreign key", foreign["name"], *about, foreign["options"].get("ondelete"))
            )
        found |= {
            (table, "unique", each["name"], *each["column_names"])
            for each in seen.get_unique_constraints(table)
        }
        found |= {(table, "check", each["name"]) for each in seen.get_check_constraints(table)}
        found |= {
            (table, "not null", each["name"])
            for each in seen.get_columns(table)
            if not each["nullable"]
        }
        indexes = [
            each for each in seen.get_indexes(table) if not each.get("duplicates_constraint")
        ]
        found |= {
            (table, "index", each["name"], bool(each["unique"]), *each["column_names"])
            for each in indexes
        }
    return found


def test_both_databases_report_the_same_rules(sqlite: Engine, postgresql: Engine) -> None:
    for each in (sqlite, postgresql):
        migrate(each)
    found = rules(sqlite)
    assert found == rules(postgresql)
    assert {rule[1] for rule in found} == {
        "primary key",
        "foreign key",
        "unique",
        "check",
        "not null",
        "index",
    }
    assert {(rule[0], rule[2]) for rule in found if rule[1] == "check"} == {
        (table.name, each.name)
        for table in metadata.tables.values()
        for each in table.constraints
        if str(each.name).startswith("ck_")
    }
    assert None not in {rule[2] for rule in found}, "each has its name"


def rows(engine: Engine) -> Rows:
    """Return every row by table, with answers and results decoded from either format."""
    there = MetaData()
    there.reflect(engine)
    with reading(engine) as db:
        tables = [table for table in there.sorted_tables if table.name != "alembic_version"]
        found = {
            table.name: [
                dict(row._mapping) for row in db.execute(select(table).order_by(*table.primary_key))
            ]
            for table in tables
        }
    for row in found["assessment"]:
        row |= {
            "answers": dict(decode(row["answers"]).items()),
            "result": row["result"] and result_from_json(row["result"]),
        }
    return found


def common(found: Rows, other: Rows) -> Rows:
    """Return the tables and columns that the other database has too."""
    return {
        table: [
            {name: value for name, value in row.items() if name in other[table][0]}
            for row in found[table]
        ]
        for table in found.keys() & other.keys()
    }


@pytest.mark.parametrize("down_to", OLDER)
def test_rows_survive_a_downgrade_and_an_upgrade(engine: Engine, down_to: str) -> None:
    """Holds for all data that an older version has tables for."""
    for mark in ("one", "two"):
        with_everything(engine, mark)
    before = rows(engine)
    assert all(before.values()), "there is a row in every table"
    migrate_down(engine, down_to)
    older = rows(engine)
    assert {"owner", "assessment", "catalogue"} <= older.keys()
    assert common(before, older) == common(older, before)
    migrate(engine)
    again = rows(engine)
    assert [row["id"] for row in again["owner"]] == [row["id"] for row in before["owner"]]
    assert {table: again[table] for table in older.keys() - {"owner"}} == {
        table: before[table] for table in older.keys() - {"owner"}
    }
    assert len(again["owner"]) == 2
    assert len(again["device"]) == (4 if "device" in older else 2), (
        "the browser that came last is still known"
    )
