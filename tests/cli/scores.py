"""What `orienteer score` adds to a row, and files of one person to give it."""

import csv
import io

from app.catalogue.model import STAGES
from tests.cli.run import SKILLS, run

ROLES = ["ml_engineer", "dl_engineer", "research_scientist", "mlops_engineer", "ai_product_manager"]
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
    """A file of one person, all skills in order, 0 where no level is given."""
    return f"{','.join(SKILLS)}\n{','.join(str(levels.get(skill, 0)) for skill in SKILLS)}\n"
