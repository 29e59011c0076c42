"""While the database is locked nothing is saved, what was typed comes back, and pages are read."""

import re
import time

from sqlalchemy import text

from app.storage.engine import writing
from tests.browser.server import Server
from tests.faults.person import CHECKED
from tests.server.wire import new_owner
from tests.support.visitor import AREAS

LOCK_SECONDS = 12
"""Longer than any request waits for the lock."""
READ_SECONDS = 2
"""Much less than a request waits for the lock."""


def test_the_503_page_shows_all_choices_and_waits_for_no_lock(server: Server) -> None:
    client, token = new_owner(server.url)
    bases = re.search(r'name="bases" value="([^"]*)"', client.get("/assessments/1/math").text)
    assert bases
    typed = {skill: str(level) for level, skill in enumerate(AREAS["math"])}
    with writing(server.engine) as db:
        db.execute(text("UPDATE assessment SET name = name"))
        began = time.monotonic()
        refused = client.post(
            "/assessments/1/math", {"csrf_token": token, "go": "next", "bases": bases[1], **typed}
        )
        waited = time.monotonic() - began
        began = time.monotonic()
        assert client.get("/assessments/1/math").status == 200
        read_in = time.monotonic() - began
    assert (refused.status, "Retry-After".lower() in refused.headers) == (503, True)
    assert dict(CHECKED.findall(refused.text)) == typed
    assert waited < LOCK_SECONDS
    assert read_in < READ_SECONDS
    assert server.answers(client.secret) == {}
    assert (
        client.post(
            "/assessments/1/math", {"csrf_token": token, "go": "next", "bases": bases[1], **typed}
        ).status
        == 303
    )
    assert server.levels(client.secret) == {skill: int(level) for skill, level in typed.items()}
