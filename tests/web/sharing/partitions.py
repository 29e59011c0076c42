"""A migrated PostgreSQL whose largest tables are partitioned, as an operator may do it.

The tables `assessment`, `plan` and `progress` are partitioned by owner. `owner`, `device` and
`share` cannot be: secrets, return codes and link tokens must be unique across all owners, and a
unique constraint of a partitioned table has to include its partition key. They have one short
row per person, browser or link. `catalogue` belongs to nobody.
"""

from sqlalchemy import Connection

PARTED = ("assessment", "plan", "progress")
PARTS = 8
RULES = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'f')
AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
ORDER BY contype DESC, conrelid::regclass = 'assessment'::regclass DESC"""
INDEXES = """SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%(tables)s)
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'p')"""


def part(db: Connection) -> None:
    """Replace the tables by partitions by hash of the owner.

    Rows, keys, checks, indexes and their names stay the same.
    """
    given = {"tables": list(PARTED)}
    rules = [tuple(row) for row in db.exec_driver_sql(RULES, given)]
    indexes = [row.indexdef for row in db.exec_driver_sql(INDEXES, given)]
    for table in PARTED:
        db.exec_driver_sql(f"ALTER TABLE {table} RENAME TO whole_{table}")
        db.exec_driver_sql(
            f"CREATE TABLE {table} (LIKE whole_{table} INCLUDING ALL EXCLUDING INDEXES) "
            "PARTITION BY HASH (owner)"
        )
        for number in range(PARTS):
            of = f"PARTITION OF {table} FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {number})"
            db.exec_driver_sql(f"CREATE TABLE {table}_part_{number} {of}")
        db.exec_driver_sql(f"INSERT INTO {table} TABLE whole_{table}")
    for table in PARTED:
        db.exec_driver_sql(f"DROP TABLE whole_{table} CASCADE")
    for table, name, rule in rules:
        db.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} {rule}")
    for index in indexes:
        db.exec_driver_sql(index)
