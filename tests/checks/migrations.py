"""The migrations lead to the tables of app/storage/tables.py, and back to nothing."""

import sys
import tempfile
from pathlib import Path

from sqlalchemy import inspect

from app.storage.engine import open_engine
from app.storage.migrate import differences, migrate, migrate_down


def main() -> int:
    """Print what differs; 1 when something does."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'check.db'}")
        migrate(engine)
        found = [f"the tables differ from the migrations: {difference}" for difference in differences(engine)]
        migrate_down(engine)
        left = set(inspect(engine).get_table_names()) - {"alembic_version"}
        found += [f"left over after the downgrade: {table}" for table in left]
        engine.dispose()
    print("\n".join(found), end="\n" if found else "")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
