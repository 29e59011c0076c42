"""The commands: a door beside the pages, to the same catalogue, scoring and plans."""

import sys


def main() -> None:
    """Run `orienteer` on this process's arguments; exits 0 when done, 1 when some rows were bad, 2 on wrong use."""
    from app.cli.program import run

    run(sys.argv[1:])
