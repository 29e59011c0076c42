"""The history as it stands in the list: drawn once for what it follows from, and held without who that is or how anything is named."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from app.catalogue.model import Stage
from app.catalogue.text import Language
from app.storage.assessments import Assessment
from app.storage.listed import Listed
from app.storage.ratings import decode
from app.web.assessed import NOBODYS
from app.web.days import today
from app.web.language import language
from app.web.saved.history import history
from app.web.spoken import template_in

DRAWN: Final = 32
"""How many pictures are remembered, of 40 KB each where they show thirty assessments."""
RESULT: Final = Listed._fields.index("result")
Kept = tuple[int, int, str, str | None, Stage | None, str, str]
"""What the picture shows of a finished assessment, as it is listed: the fields of Listed up to its result."""


def history_html(rows: Iterable[Listed]) -> bytes:
    """The history of these as it is sent; empty where there is none."""
    kept: list[Kept] = [row[: RESULT + 1] for row in rows if row[RESULT] is not None]  # type: ignore[misc]  # finished: none of these is None
    return _drawn(language(), today(), tuple(kept)) if len(kept) > 1 else b""


@lru_cache(DRAWN)
def _drawn(here: Language, day: date, kept: tuple[Kept, ...]) -> bytes:
    found = history([_nobodys(*each) for each in kept], here, day)
    return template_in(here, "saved_history.html").render(history=found).encode() if found else b""


def _nobodys(
    number: int,
    finished_at: int,
    answers: str,
    role: str | None,
    stage: Stage | None,
    catalogue: str,
    result: str,
) -> Assessment:
    """A finished assessment of which only this is known."""
    return Assessment(
        NOBODYS,
        number,
        answers=decode(answers),
        begun_at=finished_at,
        finished_at=finished_at,
        target_role=role,
        target_stage=stage,
        catalogue=catalogue,
        result=result,
    )
