"""The thirty people are complete. They were written before any fit and are never changed."""

from collections import Counter
from hashlib import sha256

from app.catalogue.model import LEVELS, STAGES, Catalogue
from tests.evaluation.thirty import FILE, thirty

ROLES = (
    "ml_engineer",
    "dl_engineer",
    "research_scientist",
    "mlops_engineer",
    "ai_product_manager",
    "ai_engineer",
    "data_scientist",
    "data_engineer",
)
DIGEST = "26b28326a83f15f250c15afdfd305f95d0b1934ef2d5908ec45dd7a4bee69d2b"


def test_nobody_has_changed_them() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert sha256(text.encode()).hexdigest() == DIGEST


def test_they_are_thirty_people_with_ratings_of_known_skills(ours: Catalogue) -> None:
    assert len({person.id for person in thirty()}) == 30
    for person in thirty():
        assert person.ratings.keys() <= ours.skill.keys()
        assert set(person.ratings.values()) <= set(LEVELS)
        assert all((person.who.ko, person.who.en, person.why.ko, person.why.en))


def test_every_role_stands_there_at_each_stage_and_some_are_too_early_or_between_two() -> None:
    named = Counter((role, person.stage) for person in thirty() for role in person.roles)
    assert {role for role, _ in named} == set(ROLES)
    assert {role for role, stage in named if stage == "lead"} == set(ROLES)
    assert all(person.stage in STAGES for person in thirty())
    assert {len(person.roles) for person in thirty()} == {0, 1, 2}


def test_some_skipped_many_questions(ours: Catalogue) -> None:
    short = [person for person in thirty() if len(person.ratings) < len(ours.skills) / 2]
    assert len(short) == 3
