"""Export and import of somebody's own data by the form on "My data"."""

import io
import json
from typing import Any

from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor


def busy_person(visitor: Visitor) -> Visitor:
    """Give a visitor assessments whose names and notes contain "MARK".

    Two are finished, with a followed plan. One is in progress, and one is deleted.
    """
    visitor.finish(CLEAR, 1 if visitor.begin() else None)
    visitor.post("/assessments/1/name", name="MARKname 이름")
    visitor.post("/assessments/1/target", role="mlops_engineer", stage="lead")
    visitor.post(
        "/assessments/1/plan",
        hours="11",
        deadline="2099-03-02",
        role="mlops_engineer",
        stage="lead",
        focus="agentic_ai",
    )
    visitor.post("/assessments/1/plan/steps/docker.3", do="done", note="MARKnote 메모\nline")
    visitor.post("/assessments/1/plan/steps/sql.1", do="begun")
    visitor.post("/assessments", **{"from": "1"})
    visitor.finish({**CLEAR, "python": 4}, 2)
    for number in (3, 4):
        visitor.post("/assessments")
        visitor.put("sql", {"level": 1, "revision": 1}, number=number)
    visitor.post("/assessments/4/delete")
    return visitor


def downloaded(visitor: Visitor) -> dict[str, Any]:
    page = visitor.open("/data/export.json")
    assert page.status == 200
    found = json.loads(page.html)
    assert isinstance(found, dict)
    return found


def bring(visitor: Visitor, content: bytes | dict[str, Any], name: str = "copy.json") -> Page:
    """Import a file by the form on "My data"."""
    form = visitor.open("/data").form("/data/import")
    assert form.attributes["enctype"] == "multipart/form-data"
    file = content if isinstance(content, bytes) else json.dumps(content).encode()
    return visitor.open(
        "/data/import", "POST", data={**form.values, "file": (io.BytesIO(file), name)}
    )


def without_times_of_visits(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the exported assessments, which are all that an import uses."""
    return [{**each, "shares": []} for each in found["assessments"]]
