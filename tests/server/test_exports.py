"""A download comes whole or as an error, never as half a file."""

import json
import time

import pytest
from sqlalchemy import insert

from app.storage.assessments import PAGE
from app.storage.engine import writing
from app.storage.owners import find_owner
from app.storage.tables import assessment, plan
from tests.browser.server import Server
from tests.faults.client import Client
from tests.server.wire import new_owner

EXPORTS = ["/data/export.json", "/data/export.csv"]


@pytest.fixture
def owner(server: Server) -> Client:
    """Somebody whose export takes several reads of the database."""
    client, _token = new_owner(server.url)
    with writing(server.engine) as db:
        found = find_owner(db, client.secret)
        assert found
        rows = [{"owner": found.id, "number": number, "begun_at": int(time.time())} for number in range(2, 2 * PAGE + 1)]
        db.execute(insert(assessment), rows)
    return client


def test_an_export_comes_whole_with_its_length(server: Server, owner: Client) -> None:
    reply = owner.get("/data/export.json")
    assert (reply.status, len(json.loads(reply.body)["assessments"])) == (200, 2 * PAGE)
    assert reply.headers["content-length"] == str(len(reply.body)), "a browser can tell a whole file from half of one"


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
