"""The audit passes only when it checked every package. The list of parts is complete and stable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checks.audit import Audit, locked, read, verdict

ROOT = Path(__file__).parents[2]
PINS = {("flask", "3.1.3"), ("jinja2", "3.1.6"), ("deprecated", "1.3.1"), ("deprecated", "3.0.1")}


def test_nothing_looked_at_is_a_fault_and_says_why() -> None:
    status, sentence = verdict(PINS, Audit(said="not found"))
    assert status == 1
    assert sentence.startswith(
        "FAULT 0 of 4 locked packages were looked at: "
        "the database of vulnerabilities did not answer (not found)"
    )


def test_some_not_looked_at_are_named() -> None:
    status, sentence = verdict(PINS, Audit(looked_at=PINS - {("deprecated", "3.0.1")}))
    assert (status, sentence) == (
        1,
        "FAULT 3 of 4 locked packages were looked at; nothing is known of deprecated 3.0.1.",
    )


def test_a_known_vulnerability_is_named() -> None:
    audit = Audit()
    read(
        [
            {"name": "flask", "version": "3.1.3", "vulns": [{"id": "PYSEC-1"}]},
            {"name": "jinja2", "version": "3.1.6", "vulns": []},
        ],
        audit,
    )
    status, sentence = verdict({("flask", "3.1.3"), ("jinja2", "3.1.6")}, audit)
    assert (status, sentence) == (
        1,
        "FAULT 2 of 2 locked packages were looked at; known vulnerabilities:\n"
        "  flask 3.1.3: PYSEC-1",
    )


def test_what_was_skipped_was_not_looked_at() -> None:
    audit = Audit()
    read([{"name": "flask", "skip_reason": "could not be audited"}], audit)
    assert (audit.looked_at, audit.said) == (set(), "could not be audited")


def test_all_looked_at_and_nothing_found_is_right() -> None:
    assert verdict(PINS, Audit(looked_at=PINS)) == (
        0,
        "ok    4 of 4 locked packages were looked at, none has a known vulnerability",
    )


def test_every_line_of_the_locks_is_asked_about() -> None:
    locks = [*(ROOT / "locks").glob("*.txt")]
    lines = {
        line.split(" ")[0]
        for lock in locks
        for line in lock.read_text().splitlines()
        if line[:1].isalnum()
    }
    assert {f"{name}=={version}" for name, version in locked(locks)} == lines
    assert len(lines) > 100


@pytest.mark.parametrize("lock", ["core", "bulk", "nodes", "pdf", "dev"])
def test_every_locked_package_has_a_hash_and_no_address(lock: str) -> None:
    packages = (ROOT / "locks" / f"{lock}.txt").read_text().split("\n    # via")
    pinned = [line for part in packages for line in part.splitlines() if line[:1].isalnum()]
    text = (ROOT / "locks" / f"{lock}.txt").read_text()
    assert text.count("--hash=sha256:") >= len(pinned) > 20
    assert "://" not in text


def test_without_a_network_it_fails_with_a_sentence(tmp_path: Path) -> None:
    """With the real program, which reaches no network here."""
    nowhere = dict.fromkeys(
        ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy", "ALL_PROXY"),
        "http://127.0.0.1:9",
    )
    (tmp_path / "locks").mkdir()
    (tmp_path / "locks" / "core.txt").write_text("flask==3.1.3 \\\n    --hash=sha256:00\n")
    environ = os.environ | nowhere | {"PYTHONPATH": str(ROOT), "NO_PROXY": "", "no_proxy": ""}
    done = subprocess.run(
        [sys.executable, "-m", "tests.checks.audit"],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout.startswith(
        "FAULT 0 of 1 locked packages were looked at: "
        "the database of vulnerabilities did not answer"
    )


def made(folder: Path) -> dict[str, object]:
    """The list of parts of the server. The program checks it against CycloneDX's schema."""
    out = folder / "core.cdx.json"
    told = [
        "requirements",
        "locks/core.txt",
        "--pyproject",
        "pyproject.toml",
        "--output-reproducible",
        "--sv",
        "1.6",
        "--of",
        "JSON",
        "--validate",
    ]
    subprocess.run(
        [Path(sys.executable).with_name("cyclonedx-py"), *told, "-o", out],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return dict(json.loads(out.read_text()))


@pytest.mark.verify
def test_the_list_of_parts_names_every_locked_package_and_is_always_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "again").mkdir()
    found = made(tmp_path)
    assert found == made(tmp_path / "again")
    assert (tmp_path / "core.cdx.json").read_bytes() == (
        tmp_path / "again" / "core.cdx.json"
    ).read_bytes()
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    parts = found["components"]
    assert isinstance(parts, list)
    assert {(part["name"], part["version"]) for part in parts} == locked(
        [ROOT / "locks" / "core.txt"]
    )
    recipe = (ROOT / "Makefile").read_text()
    assert "--output-reproducible --sv 1.6 --of JSON --validate" in recipe
