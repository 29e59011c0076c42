"""docs/security.md names every requirement that applies, and only existing tests."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
ASKED = """
1.2.1-4 1.2.10 1.3.7 2.2.1-3 2.3.1-3 2.4.1
3.2.1-2 3.3.1-4 3.4.1 3.4.3-6 3.4.8 3.5.1 3.5.3 3.7.2
5.4.1-2 6.2.1 6.2.4-5 6.2.7-9 6.3.1-3 6.3.8 6.4.1 6.5.2
7.2.1-4 7.3.1-2 7.4.1-4 7.5.1 8.2.1-3 8.3.1
11.4.1-2 11.5.1 12.1.1 12.2.1 12.3.1 13.3.1 13.4.1-5
14.2.1-4 14.3.1-3 15.1.2 15.2.3 15.3.1 15.3.3-4 15.3.7
16.2.1 16.2.5 16.3.1-2 16.4.1 16.5.1 16.5.3
"""
"""The requirements of ASVS 5.0 that apply. `a.b.1-3` is all from 1 to 3."""
OPERATORS = {"12.1.1", "12.3.1"}


def asked() -> list[str]:
    """Return each requirement's number."""
    found = []
    for each in ASKED.split():
        section, _, numbers = each.rpartition(".")
        first, _, last = numbers.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def rows() -> dict[str, tuple[str, str, str]]:
    """Return requirement → what it asks, how it is met, its proof."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    return {number: (asks, how, proof) for number, asks, how, proof in ROW.findall(text)}


def test_every_requirement_that_applies_is_in_the_table_in_its_order() -> None:
    assert list(rows()) == asked()


def test_every_one_has_a_test_that_exists() -> None:
    missing = []
    for number, (_, _, proof) in rows().items():
        named = TEST.findall(proof)
        if not named and not (number in OPERATORS and proof.strip() == "operator"):
            missing.append(f"{number} names no test")
        for path, test in named:
            file = ROOT / path
            if not file.is_file() or not re.search(
                rf"^def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE
            ):
                missing.append(f"{number}: {path}::{test}")
    assert missing == []


def test_what_is_not_met_says_why() -> None:
    unmet = {
        number: how for number, (_, how, _) in rows().items() if how.lower().startswith("not met")
    }
    assert unmet
    assert [number for number, how in unmet.items() if ": " not in how] == []
