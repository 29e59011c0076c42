"""The check of statements finds those that do not name their owner."""

import pytest
from sqlalchemy import text

from app.storage.engine import reading
from tests.conftest import context_of
from tests.support.visitor import CLEAR, Visitor
from tests.web.statements import nameless, statements


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT assessment.name FROM assessment WHERE assessment.number = ?",
        "SELECT assessment.owner FROM assessment",
        "SELECT assessment.name FROM assessment"
        " WHERE assessment.owner = ? OR assessment.number = ?",
        "SELECT (SELECT count(*) FROM plan WHERE plan.owner = ?),"
        " (SELECT count(*) FROM plan WHERE plan.number = ?)",
        "UPDATE assessment SET name=? WHERE assessment.number = ?",
        "UPDATE assessment SET owner=? WHERE assessment.number = ?",
        "DELETE FROM assessment WHERE assessment.deleted_at > ?",
        "UPDATE owner SET seen_at=? WHERE owner.seen_at < ?",
        "UPDATE device SET seen_at=? WHERE device.id = ?",
        "INSERT INTO assessment (number) VALUES (?)",
        "SELECT 1 FROM catalogue JOIN assessment ON assessment.owner = owner.id",
        "SELECT plan.terms FROM plan WHERE plan.number = ?",
        "DELETE FROM plan WHERE plan.number = ? AND plan.terms = ?",
        "INSERT INTO plan (number, terms) VALUES (?, ?)"
        " ON CONFLICT (owner, number) DO UPDATE SET terms = ?",
        "SELECT progress.step FROM progress WHERE progress.step = ?",
        "INSERT INTO progress (owner, step)"
        " SELECT ?, progress.step FROM progress WHERE progress.number = ?",
        "UPDATE progress SET state=? WHERE progress.number = ?",
        "SELECT share.number FROM share WHERE share.ends_at > ?",
        "UPDATE share SET opened_at=? WHERE share.id = ?",
        "SELECT 1 FROM share JOIN assessment ON assessment.owner = share.owner"
        " WHERE share.token_hash = ?",
        "SELECT 1 FROM assessment JOIN progress ON progress.owner = assessment.owner"
        " WHERE assessment.owner = ?",
        "DELETE FROM device WHERE device.secret_hash = ?",
    ],
)
def test_a_statement_without_its_owner_is_found(statement: str) -> None:
    assert nameless([statement]) == {statement}


def test_a_statement_that_is_sent_without_its_owner_is_found_on_either_database(
    visitor: Visitor,
) -> None:
    """Uses the same recording as the walk."""
    visitor.finish(CLEAR)
    with (
        statements(context_of(visitor.app).engine) as sent,
        reading(context_of(visitor.app).engine) as db,
    ):
        db.execute(text("SELECT name FROM assessment WHERE number = :number"), {"number": 1})
    assert nameless(sent) == {"SELECT name FROM assessment WHERE number = ?"}
