"""People whose plans the command and the page must agree on."""

from dataclasses import dataclass

import pytest

from tests.support.visitor import CLEAR, FEW, FLAT, MASTER, Levels


@dataclass(frozen=True)
class Person:
    levels: Levels
    role: str
    stage: str
    hours: int
    deadline: str
    focus: str
    resources: str
    free_only: bool


PEOPLE = {
    "clear": Person(CLEAR, "mlops_engineer", "senior", 6, "2027-06-15", "agentic_ai", "ko", False),
    "few answers": Person(
        FEW, "research_scientist", "junior", 4, "2027-09-01", "multimodal_ai", "both", True
    ),
    "everything at 2": Person(
        FLAT, "ai_product_manager", "lead", 11, "2027-04-20", "fintech", "en", True
    ),
    "beginner": Person(
        dict.fromkeys(FLAT, 0) | {"sql": None},
        "dl_engineer",
        "junior",
        20,
        "2027-12-31",
        "healthcare",
        "en",
        False,
    ),
    "master": Person(MASTER, "ml_engineer", "lead", 3, "2027-03-08", "edge_ai", "ko", True),
}
EACH = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
DEADLINE = pytest.mark.parametrize("has_deadline", [False, True], ids=["open", "deadline"])
