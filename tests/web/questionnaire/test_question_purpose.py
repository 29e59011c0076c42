"""Why a question is asked: exactly the roles that need it, and how much of it."""

from dataclasses import replace

import pytest
from flask import Flask

from app.catalogue.model import STAGES, Role
from app.catalogue.text import Language
from app.web.questionnaire.views import question_text
from tests.support.visitor import AREAS, CATALOGUE, Visitor

SENTENCES = {
    "cpp": (
        "Because one role cannot do without it: Deep learning engineer (from junior on, up to "
        "level 2).",
        "한 직무에 꼭 필요해서 물어요: 딥러닝 엔지니어(주니어부터, 수준 2까지).",
    ),
    "python": (
        "Because these roles need it: Machine learning engineer, Deep learning engineer, Research "
        "scientist, MLOps engineer, AI engineer, Data scientist and Data engineer (from junior on, "
        "up to level 3).",
        "다음 직무에 필요해서 물어요: 머신러닝 엔지니어·딥러닝 엔지니어·AI 연구원·MLOps "
        "엔지니어·AI 엔지니어·데이터 사이언티스트·데이터 엔지니어(주니어부터, 수준 3까지).",
    ),
    "business_metrics": (
        "Because these roles need it: AI product manager and Data scientist (from junior on, up to "
        "level 4); Machine learning engineer and AI engineer (as lead, level 2).",
        "다음 직무에 필요해서 물어요: AI 제품 매니저·데이터 사이언티스트(주니어부터, 수준 "
        "4까지), 머신러닝 엔지니어·AI 엔지니어(리드에서 수준 2).",
    ),
    "generative_ai": (
        "Because every role needs it: Deep learning engineer and AI engineer (from junior on, up "
        "to level 4); Machine learning engineer, Research scientist and AI product manager (from "
        "junior on, up to level 3); MLOps engineer and Data scientist (from junior on, up to level "
        "2); Data engineer (from senior on, up to level 1).",
        "모든 직무에 필요해서 물어요: 딥러닝 엔지니어·AI 엔지니어(주니어부터, 수준 4까지), "
        "머신러닝 엔지니어·AI 연구원·AI 제품 매니저(주니어부터, 수준 3까지), MLOps "
        "엔지니어·데이터 사이언티스트(주니어부터, 수준 2까지), 데이터 엔지니어(시니어부터, 수준 "
        "1까지).",
    ),
    "gcp": (
        "Because one of these is needed, whichever you know best (AWS, Google Cloud or Azure). "
        "Who needs it: MLOps engineer and Data engineer (from junior on, up to level 3); AI "
        "engineer (from junior on, up to level 2); Machine learning engineer (from senior on, up "
        "to level 2).",
        "다음 중 하나는 필요해서 물어요(AWS, Google Cloud 또는 Azure). 가장 잘 아는 것 하나면 "
        "충분해요. "
        "필요한 직무: MLOps 엔지니어·데이터 엔지니어(주니어부터, 수준 3까지), AI "
        "엔지니어(주니어부터, 수준 2까지), 머신러닝 엔지니어(시니어부터, 수준 2까지).",
    ),
}
NOBODYS = (
    "No role here requires it, but your answer helps to tell the roles apart.",
    "꼭 필요로 하는 직무는 없지만, 어느 직무에 가까운지 가려내는 데 도움이 돼요.",
)


@pytest.mark.parametrize("skill", SENTENCES)
def test_each_kind_of_need_has_its_sentence(reader: Visitor, skill: str) -> None:
    reader.begin()
    page = reader.open(f"/assessments/1/{CATALOGUE.skill[skill].area}")
    assert SENTENCES[skill][reader.language == "ko"] in page.text


@pytest.mark.parametrize("area", AREAS)
def test_the_roles_that_are_named_are_those_that_require_it(reader: Visitor, area: str) -> None:
    reader.begin()
    page = reader.open(f"/assessments/1/{area}")
    sentences = [
        text
        for _, text in page.words
        if text.startswith(("Because ", "No role ", "다음 ", "한 직무", "모든 직무", "꼭 "))
    ]
    assert len(sentences) == len(AREAS[area])
    for skill, sentence in zip(AREAS[area], sentences, strict=True):
        for role in CATALOGUE.roles:
            asked = [
                r.level
                for stage in STAGES
                for r in role.stages[stage].requirements
                if skill in CATALOGUE.item[r.item].skills
            ]
            assert (role.name[reader.language] in sentence) == bool(asked), (skill, role.id)  # type: ignore[index]
            assert not asked or f"{max(asked)}" in sentence


def without_requirements(role: Role) -> Role:
    """Return the role with stages that require Python alone."""
    stages = {
        stage: replace(
            profile, requirements=tuple(r for r in profile.requirements if r.item == "python")
        )
        for stage, profile in role.stages.items()
    }
    return replace(role, stages=stages)


@pytest.mark.parametrize(("language", "sentence"), list(zip(("en", "ko"), NOBODYS, strict=True)))
def test_an_item_that_no_role_requires_helps_to_tell_them_apart(
    app: Flask, language: Language, sentence: str
) -> None:
    catalogue = replace(CATALOGUE, roles=tuple(map(without_requirements, CATALOGUE.roles)))
    with app.test_request_context(headers={"Accept-Language": language}):
        assert question_text(catalogue, language, CATALOGUE.skill["r"]).purpose == sentence


def test_an_item_without_coefficients_is_not_said_to_help(app: Flask) -> None:
    roles = tuple(
        replace(
            without_requirements(role),
            match=tuple(replace(share, value=0) for share in role.match),
        )
        for role in CATALOGUE.roles
    )
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert (
            question_text(replace(CATALOGUE, roles=roles), "en", CATALOGUE.skill["r"]).purpose
            == "No role here requires it yet."
        )
