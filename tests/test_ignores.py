"""Every suppressed security rule is one line with its reason, never a file, a folder or a rule."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
OURS = [
    path
    for folder in ("app", "config", "migrations", "tests")
    for path in (ROOT / folder).rglob("*.py")
]
TOLD = re.compile(r"#\s*(?:nosec\b|noqa:[^#]*\bS\d)")
REASONED = re.compile(r"# (noqa: S\d{3} \([^)]+\)( # nosec B\d{3})?|nosec B\d{3} \([^)]+\))$")


def test_every_line_that_is_passed_over_names_its_rule_and_its_reason() -> None:
    lines = [
        f"{path}: {line}"
        for path in OURS
        if path.name != "test_ignores.py"
        for line in path.read_text().splitlines()
    ]
    told = [line for line in lines if TOLD.search(line)]
    assert [line for line in told if not REASONED.search(line)] == []
    assert told


def test_no_security_rule_is_switched_off() -> None:
    """Only tests may do this, each with its reason: assert, invent passwords, open our own servers'
    addresses, use random numbers and run our own command."""
    text = (ROOT / "pyproject.toml").read_text()
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    assert "S" in lint["select"]
    assert [rule for rule in lint["ignore"] if rule.startswith("S") and rule[1:].isdigit()] == []
    passed = {
        folder: [rule for rule in rules if rule.startswith("S")]
        for folder, rules in lint["per-file-ignores"].items()
    }
    assert passed == {"tests/**": ["S101", "S106", "S310", "S311", "S603"]}
    for rule in passed["tests/**"]:
        assert re.search(rf'"{rule}",  # \w', text), "its reason"
    assert "bandit" not in tomllib.loads(text)["tool"]
