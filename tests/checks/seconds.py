"""Tests and their seconds by folder: `python -m tests.checks.seconds build/test.xml …`.

The files are pytest's JUnit reports. A test's seconds include set-up and tear-down. Those of two
processes add up.
"""

import sys
from collections import Counter
from xml.etree import ElementTree


def by_folder(paths: list[str]) -> list[tuple[str, int, float]]:
    """Return folder, tests and seconds, slowest first.

    A file directly in `tests/` counts as a folder.
    """
    tests, seconds = Counter[str](), Counter[str]()
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 (written by our own pytest)
            folder = "/".join(case.get("classname", "").split(".")[:2])
            tests[folder] += 1
            seconds[folder] += float(case.get("time", 0))
    return [(folder, tests[folder], spent) for folder, spent in seconds.most_common()]


def main(paths: list[str]) -> int:
    """Print a line for each folder and one for all. Return 2 when no file is named."""
    if not paths:
        print(__doc__, file=sys.stderr)
        return 2
    lines = by_folder(paths)
    total = ("all", sum(tests for _, tests, _ in lines), sum(spent for _, _, spent in lines))
    for folder, tests, spent in [*lines, total]:
        print(f"{folder:24} {tests:6} tests {spent:8.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
