"""The words for readiness that pages and documents use."""

from typing import Final

from app.catalogue.faults import N_
from app.scoring.readiness import ReadinessWord, StageReadiness

READINESS_WORDS: dict[ReadinessWord, str] = {
    "starting_out": N_("starting out"),
    "on_the_way": N_("on the way"),
    "within_reach": N_("within reach"),
    "ready": N_("ready to apply"),
}
SKILLS_READY: Final = N_("skills ready")
"""Instead of "ready to apply" at later stages: study alone makes nobody senior."""


def readiness_word(readiness: StageReadiness) -> str | None:
    """Return the English word for readiness, to be translated; None for a result without words."""
    if readiness.word == "ready" and readiness.stage != "junior":
        return SKILLS_READY
    return READINESS_WORDS[readiness.word] if readiness.word else None
