"""An owner with every kind of stored data, whose texts contain a mark."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine, insert, update

from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer
from app.storage.assessments import (
    Assessment,
    find_assessment,
    finish_assessment,
    rename_assessment,
    save_answers,
    set_hours_a_week,
    set_target,
    start_assessment,
)
from app.storage.deletion import delete_assessment
from app.storage.engine import reading, writing
from app.storage.owners import Owner, create_device, create_owner
from app.storage.personal_data.export import StoredAssessment, stored_pages
from app.storage.plans import StepProgress, Terms, save_progress, save_terms
from app.storage.tables import owner, share
from tests.storage.conftest import NOW
from tests.support.visitor import CATALOGUE, CLEAR

TERMS = Terms(
    start=date(2027, 1, 4),
    deadline=date(2027, 6, 1),
    focus="agentic_ai",
    put_in=frozenset(["docker.1"]),
)


def with_everything(engine: Engine, mark: str = "mark") -> Owner:
    """Create an owner with a return code, two devices, links, and three assessments.

    They are finished, copied and deleted.
    """
    with writing(engine) as db:
        found, _ = create_owner(db, NOW)
        create_device(db, found.id, NOW + 1)
        db.execute(
            update(owner)
            .where(owner.c.id == found.id)
            .values(code_hash=mark.encode()[:32].ljust(32), code_made_at=NOW + 2)
        )
        finish(db, found.id, start_assessment(db, found.id, NOW), f"{mark} name")
        for number, (step, state) in enumerate({"docker.3": "done", "sql.1": "begun"}.items()):
            save_progress(
                db,
                found.id,
                1,
                step,
                replace(StepProgress(), state=state, note=f"{mark} note {number}"),
                NOW + 3,
            )  # type: ignore[arg-type]
        start_assessment(db, found.id, NOW + 4, 1)
        gone = start_assessment(db, found.id, NOW + 5)
        rename_assessment(db, found.id, gone, f"{mark} deleted")
        delete_assessment(db, found.id, gone, NOW + 6)
        for ends_at in (NOW + 10, NOW + 1000):
            link = {
                "token_hash": f"{ends_at}{mark}".encode()[:32].ljust(32),
                "with_ratings": True,
                "with_plan": False,
            }
            row = {
                "owner": found.id,
                "id": ends_at,
                "number": 1,
                "begun_at": NOW,
                "ends_at": ends_at,
                "opened_at": NOW + 7,
            }
            db.execute(insert(share).values(row | link))
    return found


def finish(db: Connection, owner_id: int, number: int, name: str) -> None:
    """Finish an assessment with a name, a target and a plan."""
    begun = find_assessment(db, owner_id, number, lock=True)
    assert begun
    save_answers(
        db,
        begun,
        {skill: Answer(level, place % 3 + 1) for place, (skill, level) in enumerate(CLEAR.items())},
    )
    rename_assessment(db, owner_id, number, name)
    set_target(db, owner_id, number, "mlops_engineer", "senior")
    set_hours_a_week(db, owner_id, number, 9)
    save_terms(db, owner_id, number, TERMS)
    finish_assessment(
        db, owner_id, number, NOW + 2, CATALOGUE, result_to_json(score(CATALOGUE, CLEAR))
    )


def stored_assessments(
    engine: Engine, owner_id: int, now: int = NOW + 20
) -> list[StoredAssessment]:
    """Return all stored assessments of an owner."""
    with reading(engine) as db:
        return [each for page in stored_pages(db, owner_id, now) for each in page]


def unowned(found: Assessment) -> Assessment:
    """Return the assessment without its owner."""
    return replace(found, owner=0)
