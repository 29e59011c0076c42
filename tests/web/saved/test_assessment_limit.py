"""At the limit of assessments nothing is changed, and the page says what to do."""

import pytest
from flask import Flask
from sqlalchemy import insert, update

from app.storage.engine import writing
from app.storage.owners import MAX_ASSESSMENTS, find_owner
from app.storage.tables import assessment, owner
from tests.conftest import context_of
from tests.support.visitor import Visitor
from tests.web.data.own_data import bring, downloaded

NO_ROOM = {
    "en": "No more than 1,000 assessments are kept for one person",
    "ko": "한 사람의 진단은 1,000개까지만",
}


def fill(app: Flask, visitor: Visitor) -> None:
    """Give somebody who has begun one assessment as many as may be."""
    cookie = visitor.client.get_cookie("orienteer")
    assert cookie
    with writing(context_of(app).engine) as db:
        found = find_owner(db, cookie.value)
        assert found
        row = {"owner": found.id, "begun_at": found.seen_at, "answers": '{"sql":[2,1]}'}
        db.execute(
            insert(assessment),
            [{**row, "number": number} for number in range(2, MAX_ASSESSMENTS + 1)],
        )
        db.execute(update(owner).where(owner.c.id == found.id).values(last_number=MAX_ASSESSMENTS))


def test_no_more_can_be_started_until_some_are_purged(app: Flask, reader: Visitor) -> None:
    reader.begin()
    reader.put("sql", {"level": 1, "revision": 1})
    fill(app, reader)
    home = reader.open("/")
    page = reader.press(home, home.form("/assessments"))
    assert (page.status, NO_ROOM[reader.language] in page.text) == (409, True)
    assert reader.open("/assessments").status == 200
    assert len(downloaded(reader)["assessments"]) == MAX_ASSESSMENTS


def test_a_file_beyond_the_limit_of_assessments_is_not_imported(
    app: Flask, reader: Visitor
) -> None:
    other = Visitor(app)
    other.begin()
    other.put("python", {"level": 3, "revision": 1})
    file = downloaded(other)
    reader.begin()
    fill(app, reader)
    page = bring(reader, file)
    assert (page.status, NO_ROOM[reader.language] in page.text) == (409, True)
    assert len(downloaded(reader)["assessments"]) == MAX_ASSESSMENTS


@pytest.mark.parametrize(("kind", "around"), [("json", 2), ("csv", 1)])
def test_a_file_of_all_is_streamed_and_complete_whatever_happens_meanwhile(
    app: Flask, visitor: Visitor, kind: str, around: int
) -> None:
    """It is on disk before the response starts; `around` lines of it are no assessment."""
    visitor.begin()
    fill(app, visitor)
    with visitor.client.get(
        f"/data/export.{kind}", base_url="http://localhost", buffered=False
    ) as answer:
        parts = iter(answer.response)
        first = [next(parts) for _ in range(3)]
        visitor.post("/data/erase")
        rest = list(parts)
    assert all(len(part) < 50_000 for part in first + rest)
    assert b"".join(first + rest).count(b"\n") == MAX_ASSESSMENTS + around
