"""The columns that `orienteer score` adds to a row, calculated by app/scoring."""

import csv
import io

from app.catalogue.model import STAGES
from app.cli.ratings.rows import DECIMALS
from app.scoring.result import Result
from tests.cli.run import SKILLS, run
from tests.support.roles import ROLES

ADDED = [
    *("status", "closest", "second", "margin", "margin_se", "answered"),
    *(f"match_{role}" for role in ROLES),
    *(f"readiness_{role}_{stage}" for role in ROLES for stage in STAGES),
]


def scored(text: str | bytes, *options: str) -> list[dict[str, str]]:
    result = run("score", "-", *options, given=text)
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout, newline="")))


def whole(**levels: object) -> str:
    """Return a file of one person with all skills in order, 0 where no level is given."""
    return f"{','.join(SKILLS)}\n{','.join(str(levels.get(skill, 0)) for skill in SKILLS)}\n"


def cells(result: Result) -> list[str | int | float]:
    """Return the added cells of a result, in the order of ADDED."""
    match = {each.role: each.match for each in result.order}
    return [
        result.status,
        " ".join(result.closest),
        result.second or "",
        round(result.margin, DECIMALS),
        round(result.margin_se, DECIMALS),
        result.answered,
        *(round(match[role], DECIMALS) for role in ROLES),
        *(round(stage.now, DECIMALS) for role in result.readiness for stage in role.stages),
    ]
