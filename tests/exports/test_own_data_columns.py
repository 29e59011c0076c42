"""Every column about a person is in their export, or here with the reason why not."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column

from app.exports.own_data.export_json import as_json
from app.exports.own_data.import_json import read_file
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer
from app.storage.personal_data.data_import import content_of
from app.storage.personal_data.export import StoredAssessment
from app.storage.tables import assessment, device, metadata, owner, plan, progress, share
from tests.exports.own_data_files import FINISHED, NOW, OWNER
from tests.support.visitor import CATALOGUE, FLAT

ID = "a number of this database, which says nothing about the person"
SECRET = "a hash by which secrets are recognised"  # noqa: S105 (a reason)
PLACE = "the value stands within its assessment, or under it as a key"
NOT_EXPORTED = {
    owner.c.id: ID,
    owner.c.code_hash: SECRET,
    device.c.owner: ID,
    device.c.id: ID,
    device.c.secret_hash: SECRET,
    assessment.c.owner: ID,
    plan.c.owner: ID,
    progress.c.owner: ID,
    progress.c.number: PLACE,
    progress.c.step: PLACE,
    share.c.owner: ID,
    share.c.id: ID,
    share.c.number: PLACE,
    share.c.token_hash: SECRET,
}
EXPORTED_AS = {
    owner.c.code_made_at: ("return_code", "made_at"),
    assessment.c.target_role: ("target", "role"),
    assessment.c.target_stage: ("target", "stage"),
    plan.c.terms: ("plan",),
}
"""Columns whose place in the file is not their own name."""
PERSONAL = [
    column
    for table in metadata.sorted_tables
    if table is owner or "owner" in table.c
    for column in table.c
]
NAMES = [column.name for column in assessment.c]
OTHER_VALUES: dict[str, object] = {
    "answers": {"r": Answer(1, 1)},
    "deleted_at": NOW + 90,
    "target_role": "ml_engineer",
    "target_stage": "lead",
    "catalogue": "0" * 64,
    "result": result_to_json(score(CATALOGUE, FLAT)),
}
"""Values that differ from FINISHED's; for other columns one is made from the value there."""
NO_DIFFERENCE = {
    "owner": "set by the import",
    "number": "set by the import",
    "started_from": "a number, which the import sets",
    "deleted_at": "a deleted assessment is the same one",
    "catalogue": "the import finds it again",
    "result": "the import computes it again",
}
"""Columns in which two assessments may differ and still be the same → why."""


def written(stored: StoredAssessment) -> str:
    """Return the export of one assessment."""
    return "".join(as_json(OWNER, [(stored,)], NOW))


def places(table: str) -> dict[str, Any]:
    """Return the object of the exported file that holds a row of the table."""
    file: dict[str, Any] = json.loads(written(FINISHED))
    first = file["assessments"][0]
    return {
        "owner": file,
        "device": file["devices"][0],
        "assessment": first,
        "plan": first,
        "progress": first["steps"]["docker.3"],
        "share": first["shares"][0],
    }[table]


def changed(name: str) -> StoredAssessment:
    """Return FINISHED with another value in a column of `assessment`."""
    value = getattr(FINISHED.assessment, name)
    other = value + 1 if isinstance(value, int) else "another text"
    return replace(
        FINISHED,
        assessment=replace(FINISHED.assessment, **{name: OTHER_VALUES.get(name, other)}),
    )


@pytest.mark.parametrize("column", PERSONAL, ids=str)
def test_every_personal_column_is_exported_or_has_a_reason(column: Column[Any]) -> None:
    here: Any = places(column.table.name)
    path = EXPORTED_AS.get(column, (column.name,))
    for key in path[:-1]:
        here = here[key]
    assert (path[-1] in here) != (column in NOT_EXPORTED)


@pytest.mark.parametrize("name", [each for each in NAMES if each != "owner"])
def test_another_value_of_an_assessment_is_written_and_read(name: str) -> None:
    other = changed(name)
    assert written(other) != written(FINISHED)
    assert read_file(written(other).encode()) != read_file(written(FINISHED).encode())


@pytest.mark.parametrize("name", NAMES)
def test_assessments_that_differ_are_both_imported_or_there_is_a_reason(name: str) -> None:
    is_same = content_of(changed(name)) == content_of(FINISHED)
    assert is_same == (name in NO_DIFFERENCE)
