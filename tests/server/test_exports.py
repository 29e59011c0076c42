"""A download arrives whole or as an error, never as half a file."""

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert

from app.storage.assessment_list import PAGE
from app.storage.engine import writing
from app.storage.owners import find_owner
from app.storage.tables import assessment, plan
from tests.browser.server import Server, serving
from tests.faults.client import Client
from tests.nodes.process import program
from tests.server.wire import new_owner

EXPORTS = ["/data/export.json", "/data/export.csv"]


@pytest.fixture
def owner(server: Server) -> Client:
    """Somebody whose export takes several reads of the database."""
    client, _token = new_owner(server.url)
    add_assessments(server, client, 2 * PAGE)
    return client


def add_assessments(server: Server, client: Client, count: int) -> None:
    """Give an owner of one assessment so many."""
    with writing(server.engine) as db:
        found = find_owner(db, client.secret)
        assert found
        rows = [
            {"owner": found.id, "number": number, "begun_at": int(time.time())}
            for number in range(2, count + 1)
        ]
        db.execute(insert(assessment), rows)


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Return whether this user may mount a file system of 64 KB."""
    disk = folder / "disk"
    disk.mkdir()
    if subprocess.run(
        [program("mount"), "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk],
        check=False,
        capture_output=True,
    ).returncode:
        pytest.skip("only root on Linux can mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run([program("umount"), "--lazy", disk], check=True)


def test_an_export_is_sent_completely_with_its_length(server: Server, owner: Client) -> None:
    reply = owner.get("/data/export.json")
    assert (reply.status, len(json.loads(reply.body)["assessments"])) == (200, 2 * PAGE)
    assert reply.headers["content-length"] == str(len(reply.body)), (
        "a browser can tell a whole file from half of one"
    )


def test_an_export_without_disk_space_returns_503_with_retry_after(tmp_path: Path) -> None:
    """The folder for temporary files is a disk of 64 KB."""
    with small_disk(tmp_path) as disk, serving(tmp_path / "instance", TMPDIR=str(disk)) as server:
        client, _token = new_owner(server.url)
        add_assessments(server, client, 900)
        reply = client.get("/data/export.json")
        assert (reply.status, reply.headers["retry-after"]) == (503, "30")
        assert client.get("/data").status == 200


@pytest.mark.parametrize("path", EXPORTS)
def test_an_export_that_fails_halfway_is_an_error(server: Server, owner: Client, path: str) -> None:
    with writing(server.engine) as db:
        found = find_owner(db, owner.secret)
        assert found
        db.execute(insert(plan).values(owner=found.id, number=PAGE + 2, terms="unreadable"))
    reply = owner.get(path)
    assert reply.status == 500
    assert reply.headers.get("content-disposition") is None
    assert b'"assessments"' not in reply.body
