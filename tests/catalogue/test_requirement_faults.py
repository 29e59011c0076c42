"""Faults of a role's requirements: alternatives, a skill that counts twice, and core marks."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue, Requirement, StageProfile
from app.catalogue.requirements import check_requirements

OURS = load_catalogue()
ROLE = "ml_engineer"
WEIGHTS = (9, 8, 8, 5, 5, 5, 5)
ITEMS = ("python", "sql", "docker", "cloud", "pandas", "nlp", "communication")
STANDARD = tuple(
    Requirement(item, 2, weight, "expert", core=weight > 5)
    for item, weight in zip(ITEMS, WEIGHTS, strict=True)
)


def with_requirements(*stages: tuple[Requirement, ...]) -> Catalogue:
    """Return our catalogue with other requirements for one role; a missing stage has the last's."""
    given = [*stages, *[stages[-1]] * (len(STAGES) - len(stages))]
    role = OURS.role[ROLE]
    profiles = {
        stage: StageProfile(role.stages[stage].text, each)
        for stage, each in zip(STAGES, given, strict=True)
    }
    changed = replace(role, stages=profiles)
    return replace(OURS, roles=tuple(changed if each is role else each for each in OURS.roles))


def messages(*stages: tuple[Requirement, ...]) -> list[str]:
    catalogue = with_requirements(*stages)
    return [
        f"{each.key}: {each.message}"
        for each in check_requirements(catalogue, catalogue.role[ROLE])
    ]


def own(*skills: str, level: int = 2, weight: int = 5) -> Requirement:
    return Requirement("|".join(skills), level, weight, "expert", any_of=skills)


def changed(place: int, change: Callable[[Requirement], Requirement]) -> tuple[Requirement, ...]:
    return tuple(change(each) if n == place else each for n, each in enumerate(STANDARD))


def test_good_requirements_have_no_fault() -> None:
    assert messages(STANDARD) == []
    assert messages((*STANDARD[:5], own("nlp", "computer_vision"), STANDARD[6])) == []


def test_a_later_stage_may_require_fewer_of_the_alternatives_but_no_other_ones() -> None:
    junior = (*STANDARD[:5], own("nlp", "computer_vision"), STANDARD[6])
    assert messages(junior, STANDARD) == []
    assert "junior" not in "".join(messages(STANDARD, junior))
    assert any("senior.nlp: the level falls" in each for each in messages(STANDARD, junior))


@pytest.mark.parametrize(
    ("requirements", "fault"),
    [
        ((*STANDARD[:5], own("nlp", "weaving"), STANDARD[6]), "junior.nlp|weaving: weaving is not"),
        ((*STANDARD[:6], own("nlp", "research")), "junior: nlp stands in two requirements"),
        ((*STANDARD[:6], own("aws", "research")), "junior: aws stands in two requirements"),
        (
            changed(0, lambda each: replace(each, core=False)),
            "2 requirements are core: mark 3 to 6",
        ),
        (changed(6, lambda each: replace(each, weight=9)), "weighs 8 and one that is not core 9"),
        (changed(0, lambda each: replace(each, weight=40)), "carry 74% of the weight: it must be"),
    ],
)
def test_each_fault_is_named(requirements: tuple[Requirement, ...], fault: str) -> None:
    assert any(fault in each for each in messages(requirements))


def test_alternatives_are_named_in_both_languages() -> None:
    catalogue = with_requirements(
        (*STANDARD[:5], own("nlp", "computer_vision", "python2"), STANDARD[6])
    )
    names = [OURS.skill[each].name for each in ("nlp", "computer_vision")]
    name = catalogue.item["nlp|computer_vision|python2"].name
    assert name.en == f"{names[0].en}, {names[1].en} or python2"
    assert name.ko == f"{names[0].ko}, {names[1].ko} 또는 python2"
