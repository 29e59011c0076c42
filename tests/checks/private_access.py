"""Finds access to private names of libraries and other modules.

Ruff's rules SLF001 and PLC2701 find them, comments that suppress rules notwithstanding.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

DOCUMENTED: Final = ("_mapping", "_fields", "_replace", "_asdict")
"""Public names of `Row` and of named tuples, underscored to avoid collisions with fields."""
COMMAND: Final = (
    "check --isolated --preview --select SLF001,PLC2701 "
    "--ignore-noqa --output-format json --exit-zero"
)


def main() -> int:
    """Print each access. Return 1 when there is one."""
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run(
        [ruff, *COMMAND.split(), "app", "config.py"], check=True, capture_output=True, text=True
    )
    found = [
        each
        for each in json.loads(done.stdout)
        if not any(f"`{name}`" in each["message"] for name in DOCUMENTED)
    ]
    for each in found:
        path = Path(each["filename"]).relative_to(Path.cwd())
        print(f"{path}:{each['location']['row']}: {each['message']}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
