"""The states of "My assessments", and how to reach them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import update

from app.storage.engine import writing
from app.storage.tables import assessment
from tests.browser.person import Person
from tests.support.visitor import AREAS, CLEAR, FLAT, Levels

DAY: Final = 24 * 3600
LEARNED: Levels = {**CLEAR, **dict.fromkeys((*AREAS["mlops"], *AREAS["programming"]), 3)}
HISTORY: Mapping[int, Levels] = {
    200: dict.fromkeys(CLEAR, 0),
    140: CLEAR,
    75: {**CLEAR, "docker": 2},
    60: FLAT,
    0: LEARNED,
}
"""Days ago → the answers then: real changes and noise."""


def history(person: Person) -> None:
    """Somebody who has rated themselves five times in half a year."""
    for number, levels in enumerate(HISTORY.values(), 1):
        person.fill(levels, number)
    owner = person.server.assessments(person.secret)[0].owner
    with writing(person.server.engine) as db:
        for number, days in enumerate(HISTORY, 1):
            mine = (assessment.c.owner == owner) & (assessment.c.number == number)
            db.execute(
                update(assessment)
                .where(mine)
                .values(finished_at=assessment.c.finished_at - days * DAY)
            )
    person.go("/assessments")
