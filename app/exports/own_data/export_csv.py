"""All assessments as CSV with a column for each skill, as `orienteer score` reads them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from app.exports.own_data.json_format import format_time
from app.exports.table import safe
from app.storage.personal_data.export import StoredAssessment

FACTS = (
    "number",
    "name",
    "begun_at",
    "finished_at",
    "deleted_at",
    "target_role",
    "target_stage",
    "hours_a_week",
)


def as_csv(skills: Sequence[str], pages: Iterable[Sequence[StoredAssessment]]) -> Iterator[str]:
    """Yield comma-separated values in chunks of whole rows, which end in CR LF, headings first.

    A skill's cell is 0 to 4, and empty where it was skipped or not answered. Texts that a
    spreadsheet would take for a formula are quoted. Excel needs a byte order mark before it.
    """
    yield _rows([[*FACTS, *skills]])
    for page in pages:
        yield _rows([_row(each, skills) for each in page])


def _row(stored: StoredAssessment, skills: Sequence[str]) -> list[object]:
    assessment = stored.assessment
    times = [
        None if time is None else format_time(time)
        for time in (assessment.begun_at, assessment.finished_at, assessment.deleted_at)
    ]
    facts = [
        assessment.number,
        safe(assessment.name or ""),
        *times,
        assessment.target_role,
        assessment.target_stage,
        assessment.hours_a_week,
    ]
    return [
        *facts,
        *(
            assessment.answers[skill].level if skill in assessment.answers else None
            for skill in skills
        ),
    ]


def _rows(rows: Iterable[Sequence[object]]) -> str:
    sheet = io.StringIO()
    csv.writer(sheet).writerows(rows)
    return sheet.getvalue()
