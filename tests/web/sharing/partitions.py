"""A migrated PostgreSQL whose largest tables are made anew in partitions, as its operator would do it once they outgrow one table.

`assessment`, `plan` and `progress` are parted by owner. `owner`, `device` and `share` cannot be: a browser's secret, a return code and a
link's token must be unique among everybody's, and a unique constraint of a parted table has to hold its key. They have a short row for a
person, a browser or a link, where those have the answers. `catalogue` is nobody's.
"""

from sqlalchemy import Connection

PARTED = ("assessment", "plan", "progress")
PARTS = 8
RULES = """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'f') AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
ORDER BY contype DESC, conrelid::regclass = 'assessment'::regclass DESC"""
INDEXES = """SELECT indexdef FROM pg_indexes WHERE tablename = ANY(%(tables)s)
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'p')"""


def part(db: Connection) -> None:
    """Make the tables anew in partitions by hash of the owner, with their rows, and every key, check and index by its name."""
    given = {"tables": list(PARTED)}
    rules = [tuple(row) for row in db.exec_driver_sql(RULES, given)]
    indexes = [row.indexdef for row in db.exec_driver_sql(INDEXES, given)]
    for table in PARTED:
        db.exec_driver_sql(f"ALTER TABLE {table} RENAME TO whole_{table}")
        db.exec_driver_sql(
            f"CREATE TABLE {table} (LIKE whole_{table} INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH (owner)"
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
