"""The migrations lead to the tables of app/storage/tables.py, and back to nothing."""

import re
import sys
import tempfile
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from app.storage.databases.migrate import MIGRATIONS, differences, migrate, migrate_down
from app.storage.engine import open_engine

BEFORE_THE_PROMISE = {"0001", "0002", "0003", "0004"}
"""Migrations from before names had to say which code can go on serving."""
NAME = re.compile(r"\d{4}_\d{4}")


def main() -> int:
    """Print what differs. Return 1 when something does."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'check.db'}")
        migrate(engine)
        found = [
            f"the tables differ from the migrations: {difference}"
            for difference in differences(engine)
        ]
        migrate_down(engine)
        left = set(inspect(engine).get_table_names()) - {"alembic_version"}
        found += [f"left over after the downgrade: {table}" for table in left]
        engine.dispose()
    for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions():
        if each.revision not in BEFORE_THE_PROMISE and not NAME.fullmatch(each.revision):
            found.append(
                f"migration {each.revision} does not say which code can serve its database: "
                "see docs/migrations.md"
            )
        if not Path(each.path).name.startswith(f"{each.revision}_"):
            found.append(f"the name of {each.path} does not begin with {each.revision}_")
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
