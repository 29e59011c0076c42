"""What somebody has done since an assessment, beside its frozen result."""

from dataclasses import dataclass

from app.planning.progress import confirmed
from app.scoring.readiness import stage_readiness
from app.web.assessed import Assessed


@dataclass(frozen=True, slots=True)
class Since:
    """How many steps are done, and readiness for the target with them, 0 to 1."""

    steps: int
    readiness: float


def since(found: Assessed, done: tuple[str, ...]) -> Since:
    """With these steps done."""
    ratings = confirmed(found.catalogue, found.ratings, done)
    return Since(
        len(done),
        stage_readiness(found.catalogue, ratings, found.target.role, found.target.stage).now,
    )
