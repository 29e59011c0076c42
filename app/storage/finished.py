"""An owner's finished assessments by what tells them apart: a page that names the others need not read their answers and results."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from app.storage.assessments import LISTED, PAGE
from app.storage.tables import assessment

NAMED: Final = LISTED.with_only_columns(assessment.c.number, assessment.c.name, assessment.c.finished_at)


@dataclass(frozen=True, slots=True)
class Finished:
    """By what an owner tells a finished assessment from their others."""

    number: int
    name: str | None
    finished_at: int


def list_finished(db: Connection, owner_id: int, most: int = PAGE + 1) -> list[Finished]:
    """The finished ones of the `most` newest assessments, newest first."""
    return [Finished(*row) for row in db.execute(NAMED, {"of": owner_id, "most": most}) if row.finished_at is not None]
