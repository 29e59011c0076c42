"""What a row of the list says, from what the database has as text: read once for all who have the same."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.catalogue.model import Catalogue, Stage
from app.catalogue.text import Language, Text
from app.planning.model import Target
from app.scoring.result import Result
from app.scoring.saved import result_from_json
from app.storage.ratings import decode
from app.web.assessed import chosen_target, nobodys
from app.web.spoken import template_in

SAID: Final = 256
"""How many results' lines are kept, of half a kilobyte each: whoever deletes or renames one sees the others again at once."""
COUNTED: Final = 256
"""How many texts of answers that are not finished are known to have so many."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a frozen result and its target, as HTML that is sent: it follows from these alone, so that it can be kept."""

    closest: bytes
    figures: bytes
    has_plan: bool
    """Whether there is a target to plan for."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is said in a line: names of roles, and readiness from 0 to 1; no role and no readiness where nothing may be named."""

    closest: tuple[Text, ...]
    all_close: bool
    """Whether no role can be told from any other."""
    role: Text | None
    stage: Stage
    ready: float
    answered: int
    questions: int


@lru_cache(SAID)
def said(
    here: Language, catalogue: Catalogue, kept: str, role: str | None, stage: Stage | None
) -> Said:
    """Names come from today's catalogue (a role that it lacks is shown by its id), figures from the frozen result."""
    result = result_from_json(kept)
    found = nobodys(catalogue, result, {}, chosen_target(role, stage))
    parts, line = (
        template_in(here, "saved_parts.html").module,
        _line(catalogue, result, found.target if found.is_aimed else None),
    )
    closest, figures = parts.closest(line), parts.figures(line)  # type: ignore[attr-defined]  # its macros
    return Said(closest.encode(), figures.encode(), found.is_aimed)


@lru_cache(COUNTED)
def answered(catalogue: Catalogue, kept: str) -> int:
    """How many of today's questions these answers are to."""
    return len(catalogue.skill.keys() & decode(kept).keys())


def _line(catalogue: Catalogue, result: Result, target: Target | None) -> Line:
    def name(id: str) -> Text:
        return catalogue.role[id].name if id in catalogue.role else Text(id, id)

    closest = tuple(map(name, result.closest)) if target else ()
    return Line(
        closest,
        len(closest) == len(result.order),
        name(target.role) if target else None,
        target.stage if target else "junior",
        result.ready(target.role, target.stage).now if target else 0.0,
        result.answered,
        len(catalogue.skills),
    )
