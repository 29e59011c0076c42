"""How readiness for a stage changed between two assessments."""

from dataclasses import dataclass

from app.catalogue.model import Stage
from app.scoring.requirements import requirements_of
from app.scoring.role_change import ReadinessChange, readiness_change
from app.web.finished_assessment import FinishedAssessment, comparable_readiness


@dataclass(frozen=True, slots=True)
class StageChange:
    """Readiness for a stage in both results, 0 to 1, and how much of the change is certain."""

    stage: Stage
    before: float | None
    """None where the earlier catalogue has no such role. By the later one's rule."""
    after: float
    readiness: ReadinessChange

    @property
    def noise(self) -> str | None:
        """The noise in points of per cent, or None where the two are not compared."""
        return f"{100 * self.readiness.change.noise:.0f}" if self.readiness.change else None

    @property
    def counts_less(self) -> bool:
        """Return whether the comparison leaves out something that the two results counted."""
        counted = (self.readiness.before, self.readiness.after)
        return self.readiness.change is not None and counted != (self.before, self.after)


def stage_change(
    earlier: FinishedAssessment, later: FinishedAssessment, stage: Stage
) -> StageChange:
    """Compare readiness for a stage of the later target's role."""
    role = later.role.id
    requirements = requirements_of(later.catalogue, role, stage)
    before: float | None = None
    if role in earlier.catalogue.role:
        before = comparable_readiness(earlier.result, earlier.ratings, requirements)
    change = readiness_change(later.catalogue, earlier.ratings, later.ratings, requirements)
    return StageChange(stage, before, later.result.stage_readiness(role, stage).now, change)
