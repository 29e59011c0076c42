"""Checks every locked package for known vulnerabilities, and counts how many were checked.

pip-audit alone says "No known vulnerabilities found" and exits with 0 even when it could check
none, as without a network.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LOCKS = Path("locks")
PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
SHOWN = 10
Pin = tuple[str, str]


@dataclass
class Audit:
    """What was checked, and what was found, by package and version."""

    looked_at: set[Pin] = field(default_factory=set)
    found: dict[Pin, list[str]] = field(default_factory=dict)
    said: str = ""
    """Why the program could not check, if it said so."""


def main() -> int:
    """Print the verdict. Return 0 when every package was checked and none has a vulnerability."""
    pins = locked(LOCKS.glob("*.txt"))
    status, sentence = verdict(pins, ask(pins))
    print(sentence)
    return status


def locked(locks: Iterable[Path]) -> set[Pin]:
    """Return every package and version of the lock files, for all systems."""
    lines = (line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines())
    return {(found[1], found[2]) for line in lines if (found := PIN.match(line))}


def verdict(pins: set[Pin], audit: Audit) -> tuple[int, str]:
    """Return the exit status and the message."""
    missed = sorted(f"{name} {version}" for name, version in pins - audit.looked_at)
    count = f"{len(pins & audit.looked_at)} of {len(pins)} locked packages were looked at"
    if not pins & audit.looked_at:
        why = f" ({audit.said})" if audit.said else ""
        sentence = f"FAULT {count}: the database of vulnerabilities did not answer{why}"
        return 1, f"{sentence}, so nothing is known. Try again with a network."
    faults = [
        f"  {name} {version}: {', '.join(ids)}"
        for (name, version), ids in sorted(audit.found.items())
    ]
    if faults:
        return 1, "\n".join([f"FAULT {count}; known vulnerabilities:", *faults])
    if missed:
        more = f" and {len(missed) - SHOWN} more" if len(missed) > SHOWN else ""
        return 1, f"FAULT {count}; nothing is known of {', '.join(missed[:SHOWN])}{more}."
    return 0, f"ok    {count}, none has a known vulnerability"


def ask(pins: set[Pin]) -> Audit:
    """Ask about each package.

    A package that is locked in two versions takes two rounds, because the program accepts each name
    once.
    """
    audit, left = Audit(), sorted(pins)
    while left:
        taken = dict(left)
        _ask(sorted(taken.items()), audit)
        left = [pin for pin in left if taken[pin[0]] != pin[1]]
    return audit


def _ask(pins: list[Pin], audit: Audit) -> None:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{name}=={version}\n" for name, version in pins))
        program = [
            Path(sys.executable).with_name("pip-audit"),
            "-r",
            listed,
            "--no-deps",
            "--disable-pip",
            "-f",
            "json",
        ]
        done = subprocess.run(
            [*program, "--progress-spinner", "off"], capture_output=True, text=True, check=False
        )
    try:
        answers = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        audit.said = (done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1]
        return
    read(answers, audit)


def read(answers: list[dict[str, object]], audit: Audit) -> None:
    """Read the program's results. A skipped package was not checked."""
    for answer in answers:
        if "version" not in answer or "skip_reason" in answer:
            audit.said = str(answer.get("skip_reason", ""))
            continue
        pin = str(answer["name"]), str(answer["version"])
        audit.looked_at.add(pin)
        vulnerabilities = answer["vulns"]
        assert isinstance(vulnerabilities, list)
        if vulnerabilities:
            audit.found[pin] = [str(each["id"]) for each in vulnerabilities]


if __name__ == "__main__":
    sys.exit(main())
