"""What the shipped roles must do beside property 2 (test_property_2.py).

Some figures guard against a role that wins by default.
"""

import random
from collections import Counter

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, TOP_LEVEL, Catalogue
from app.scoring.profiles import profiles
from app.scoring.result import score
from tests.support.roles import ROLES

PERSONAS = {
    "ai_engineer": {
        3: "generative_ai agentic_ai python software_engineering",
        2: "model_serving sql docker nlp",
    },
    "data_scientist": {
        3: "probability_statistics sql communication data_visualization",
        2: "python pandas supervised_learning business_metrics",
    },
    "data_engineer": {
        3: "sql big_data data_preparation python",
        2: "aws docker software_engineering monitoring",
    },
    "mlops_engineer": {
        3: "docker kubernetes ci_cd model_serving monitoring aws gcp azure",
        2: "python software_engineering",
    },
    "ai_product_manager": {3: "product_management business_metrics communication ai_governance"},
    "research_scientist": {
        3: "research linear_algebra probability_statistics calculus optimization",
        2: "deep_learning reinforcement_learning pytorch",
    },
    "dl_engineer": {
        3: "deep_learning pytorch computer_vision nlp",
        2: "python linear_algebra numpy",
    },
    "ml_engineer": {
        3: "supervised_learning data_preparation python pandas",
        2: "sql pytorch software_engineering probability_statistics model_serving",
    },
}


@pytest.mark.parametrize("role", ROLES)
def test_plain_people_are_called_what_they_are(ours: Catalogue, role: str) -> None:
    named = {skill: level for level, skills in PERSONAS[role].items() for skill in skills.split()}
    assert named.keys() <= ours.skill.keys()
    result = score(ours, dict.fromkeys(ours.skill, 0) | named)
    assert (result.closest, result.status) == ((role,), "ranked")


@pytest.mark.parametrize("highest", [1, TOP_LEVEL])
def test_no_role_wins_or_loses_by_default(ours: Catalogue, highest: int) -> None:
    rng = random.Random(3)
    wins = Counter(
        score(ours, {skill: rng.randint(0, highest) for skill in ours.skill}).order[0].role
        for _ in range(3000)
    )
    assert all(0.05 < wins[role] / 3000 < 0.3 for role in ROLES)


def test_every_skill_helps_some_role_and_no_coefficient_is_most_of_one(ours: Catalogue) -> None:
    rows = profiles(ours).coefficients
    assert all(any(column) for column in zip(*rows, strict=True))
    assert max(map(max, rows)) < 100_000


def test_stages_ask_for_a_readable_number_of_things(ours: Catalogue) -> None:
    for role in ours.roles:
        counts = [len(role.stages[stage].requirements) for stage in STAGES]
        assert counts == sorted(counts)
        assert counts[0] >= 9
        assert counts[-1] <= 19
        assert any(each.level == TOP_LEVEL for each in role.stages["lead"].requirements)


def test_our_roles_are_the_eight_of_the_public_contract() -> None:
    assert tuple(load_catalogue().role) == ROLES
