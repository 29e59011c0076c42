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
COMPARED = [id for id in OURS.role if id != "ai_product_manager"]
"""Few curricula for product managers are published, and these disagree with each other."""

ALWAYS = (
    *(("software_engineering.0", f"{skill}.0") for skill in OPERATIONS),
    *(("python.0", f"{skill}.0") for skill in (*OPERATIONS, *FRAMEWORKS, "pandas", "numpy")),
    ("docker.1", "kubernetes.0"),
    ("python.0", "supervised_learning.0"),
    ("linear_algebra.0", "supervised_learning.0"),
    ("probability_statistics.0", "supervised_learning.0"),
    ("supervised_learning.0", "deep_learning.0"),
    ("probability_statistics.1", "supervised_learning.1"),
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


@pytest.mark.parametrize("role", [id for id in OURS.role if id != "data_engineer"])
def test_a_first_model_comes_before_the_long_steps_on_tables(role):
    long = ["pandas.1", "r.1", "data_preparation.1"]
    long += [] if role == "data_scientist" else ["sql.1"]  # who starts with questions in SQL
    assert (
        differing(role_path(OURS, role), [("supervised_learning.0", step) for step in long]) == []
    )


@pytest.mark.parametrize("role", [id for id in OURS.role if id != "data_engineer"])
def test_a_service_comes_before_containers(role):
    """A data engineer's first containers are databases."""
    assert differing(role_path(OURS, role), [("model_serving.0", "docker.0")]) == []


@pytest.mark.parametrize("role", OURS.role)
def test_something_reliable_runs_before_it_is_watched_and_others_change_it(role):
    runs = "big_data.1" if role == "data_engineer" else "model_serving.1"
    later = ["monitoring.0", "software_engineering.1", "ci_cd.0"]
    assert differing(role_path(OURS, role), [(runs, step) for step in later]) == []


@pytest.mark.parametrize("role", ["dl_engineer", "research_scientist"])
def test_a_first_network_follows_the_first_model(role):
    assert differing(role_path(OURS, role), [("deep_learning.0", "supervised_learning.1")]) == []


def test_a_researcher_reads_a_first_paper_after_a_first_network():
    path = role_path(OURS, "research_scientist")
    assert path.index("research.0") == path.index("deep_learning.0") + 1


def test_a_product_manager_assesses_risks_before_a_launch_and_knows_chance_before_a_kpi():
    pairs = [
        ("ai_governance.1", "product_management.1"),
        ("probability_statistics.0", "business_metrics.1"),
        ("communication.0", "supervised_learning.0"),
    ]
    assert differing(role_path(OURS, "ai_product_manager"), pairs) == []


@pytest.mark.parametrize("role", COMPARED)
def test_a_path_keeps_the_published_order(role):
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
