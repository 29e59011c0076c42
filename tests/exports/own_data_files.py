"""A valid export file, and the same file with one change."""

import copy
import json
from datetime import date
from typing import Any

from app.catalogue.snapshot import digest
from app.exports.own_data.export_json import as_json
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer
from app.storage.assessments import Assessment
from app.storage.personal_data.export import (
    StoredAssessment,
    StoredDevice,
    StoredOwner,
    StoredShare,
    StoredStep,
)
from app.storage.plans import StepProgress, Terms
from tests.support.visitor import CATALOGUE, CLEAR

NOW = 1_800_000_000
OWNER = StoredOwner(
    NOW,
    NOW + 1,
    7,
    NOW + 2,
    (StoredDevice(NOW, NOW + 1, True), StoredDevice(NOW + 1, NOW + 1, False)),
)
FINISHED = StoredAssessment(
    Assessment(
        owner=5,
        number=3,
        name="=\u201cMy\u201d name, n\u00e9e \U0001f9ed",
        started_from=2,
        answers={
            skill: Answer(level, 1 + n % 3)
            for n, (skill, level) in enumerate(sorted(CLEAR.items()))
        },
        begun_at=NOW,
        finished_at=NOW + 60,
        deleted_at=None,
        target_role="mlops_engineer",
        target_stage="senior",
        hours_a_week=9,
        catalogue=digest(CATALOGUE),
        result=result_to_json(score(CATALOGUE, CLEAR)),
    ),
    Terms(
        date(2027, 1, 4),
        date(2027, 6, 1),
        ("ko",),
        True,
        "agentic_ai",
        frozenset(["docker.1"]),
        frozenset(["r.0"]),
        begun=frozenset(["sql.1"]),
    ),
    {
        "docker.3": StoredStep(StepProgress("done", "two\nlines", "begun"), NOW + 70),
        "sql.1": StoredStep(StepProgress("begun"), NOW + 80),
    },
    (StoredShare(True, False, NOW, NOW + 86400, None),),
)
BEGUN = StoredAssessment(
    Assessment(owner=5, number=7, answers={"r": Answer(None, 1)}, begun_at=NOW, deleted_at=NOW + 9),
    None,
    {},
)
"""Deleted, too."""


def whole() -> str:
    return "".join(as_json(OWNER, [(FINISHED,), (BEGUN,)], NOW + 100))


def changed(path: str, value: object) -> bytes:
    """Return the file with another value at a path such as "assessments.0.name".

    The value Ellipsis removes the key.
    """
    found = json.loads(whole())
    *way, last = path.split(".") if path else [""]
    here: Any = found
    for name in way:
        here = here[int(name) if isinstance(here, list) else name]
    if value is ...:
        del here[last]
    else:
        here[int(last) if isinstance(here, list) else last] = copy.deepcopy(value)
    return json.dumps(found).encode()
