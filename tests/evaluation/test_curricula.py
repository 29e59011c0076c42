"""The taught order against the published curricula, and the rules that every path keeps."""

import pytest

from app.catalogue.curriculum import role_path
from app.catalogue.load import load_catalogue
from tests.evaluation.curricula import Curriculum, differing, kept, read_curricula, shares
from tests.support.roles import ROLES

OURS = load_catalogue()
STUDY = {id for id, step in OURS.step.items() if step.kind == "study"}
OPERATIONS = ("aws", "gcp", "azure", "docker", "kubernetes", "ci_cd")
FRAMEWORKS = ("pytorch", "tensorflow")
AT_LEAST = 0.85
ENGINEERING = [role.id for role in OURS.roles if role.id.endswith("_engineer")]

ALWAYS = (
    *(("software_engineering.0", f"{skill}.0") for skill in OPERATIONS),
    *(("python.0", f"{skill}.0") for skill in (*OPERATIONS, *FRAMEWORKS, "pandas", "numpy")),
    ("docker.1", "kubernetes.0"),
    ("python.0", "supervised_learning.0"),
    ("linear_algebra.0", "supervised_learning.0"),
    ("probability_statistics.0", "supervised_learning.0"),
    ("supervised_learning.0", "deep_learning.0"),
    ("supervised_learning.1", "deep_learning.1"),
    ("deep_learning.0", "computer_vision.0"),
    ("deep_learning.0", "nlp.0"),
    ("probability_statistics.1", "r.2"),
    ("pytorch.1", "unsupervised_learning.2"),
    ("pytorch.1", "reinforcement_learning.2"),
)
"""Pairs of steps that stand in this order on every path."""


@pytest.mark.parametrize("role", OURS.role)
def test_foundations_come_before_what_builds_on_them(role):
    assert differing(role_path(OURS, role), ALWAYS) == []


@pytest.mark.parametrize("role", [id for id in OURS.role if id != "ai_product_manager"])
def test_python_reaches_level_2_before_the_first_model(role):
    assert differing(role_path(OURS, role), [("python.1", "supervised_learning.0")]) == []


def test_a_product_manager_starts_with_practice_and_meets_a_large_model_in_the_first_weeks():
    path = role_path(OURS, "ai_product_manager")
    assert path[0].startswith("product_management")
    before = path[: path.index("generative_ai.0")]
    assert sum(OURS.step[id].hours.likely for id in before) <= 40


@pytest.mark.parametrize("role", ENGINEERING)
def test_an_engineers_path_keeps_the_published_order(role):
    assert shares(OURS)[role] >= AT_LEAST


def test_at_least_twelve_curricula_are_compared_and_each_of_their_steps_is_ours():
    curricula = read_curricula()
    assert len({each.id for each in curricula}) == len(curricula) >= 12
    for each in curricula:
        assert each.url.startswith("https://")
        assert set(each.roles) <= set(ROLES)
        assert {step for topic in each.topics for step in topic} <= STUDY
        assert each.pairs()


def test_pairs_are_of_different_topics_at_the_first_place_of_each_step():
    small = Curriculum("id", "title", "https://", (), (("a",), ("b", "c"), ("a",)))
    assert small.pairs() == [("a", "b"), ("a", "c")]
    assert differing("bac", small.pairs()) == [("a", "b")]
    assert kept("bac", [small]) == 0.5
