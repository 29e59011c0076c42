"""The public example: the ratings of a made-up person, scored like any others and not stored."""

from datetime import date, timedelta
from functools import lru_cache

from app.catalogue.model import Catalogue, Ratings
from app.planning.model import DAYS_A_WEEK
from app.scoring.result import score
from app.storage.plans import Terms
from app.web.context import catalogue
from app.web.finished_assessment import FinishedAssessment, anonymous_result

RATINGS: Ratings = {
    "linear_algebra": 1,
    "probability_statistics": 1,
    "calculus": 1,
    "optimization": 0,
    "python": 3,
    "cpp": 0,
    "r": None,
    "algorithms": 1,
    "software_engineering": 3,
    "supervised_learning": 2,
    "unsupervised_learning": 0,
    "reinforcement_learning": 0,
    "deep_learning": 1,
    "pytorch": 2,
    "tensorflow": 0,
    "computer_vision": 0,
    "nlp": 0,
    "generative_ai": 0,
    "pandas": 1,
    "numpy": 1,
    "sql": 2,
    "data_preparation": 2,
    "big_data": 0,
    "data_visualization": 0,
    "aws": 1,
    "gcp": 0,
    "azure": 0,
    "docker": 0,
    "kubernetes": 0,
    "ci_cd": 1,
    "model_serving": 2,
    "monitoring": 0,
    "research": 0,
    "communication": 1,
    "product_management": 0,
    "business_metrics": 1,
    "ai_governance": 0,
    "multimodal_ai": 0,
    "agentic_ai": 0,
    "edge_ai": 0,
}
"""A backend developer of six years who has put a first price model of their own behind an API."""
EXAMPLE_HOURS_A_WEEK = 6
WEEKS = 17
"""Weeks until the deadline of the example's plan: some steps fit, some do not."""


def example() -> FinishedAssessment:
    """Return the finished assessment of the made-up person, by today's catalogue."""
    return _scored(catalogue())


def example_terms(day: date) -> Terms:
    """Return the terms of the example's plan: it starts on this day and has a deadline."""
    return Terms(deadline=day + timedelta(WEEKS * DAYS_A_WEEK))


@lru_cache(1)
def _scored(content: Catalogue) -> FinishedAssessment:
    return anonymous_result(
        content, score(content, RATINGS), RATINGS, hours_a_week=EXAMPLE_HOURS_A_WEEK
    )
