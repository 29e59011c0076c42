"""The `orienteer` command line: the same catalogue, scoring and plans as on the pages."""

import sys


def main() -> None:
    """Run `orienteer` with this process's arguments.

    Exit codes: 0 done, 1 some rows are bad, 2 wrong use.
    """
    from app.cli.program import run

    run(sys.argv[1:])
