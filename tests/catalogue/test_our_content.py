"""Our anchors and titles are short, and our steps have enough to study from."""

import pytest

from app.catalogue.model import Skill
from app.catalogue.text import LANGUAGES, Language
from tests.support.visitor import CATALOGUE

ANCHOR_WORDS, ANCHOR_KOREAN = 14, 48
"""The longest anchor: English words, Korean characters."""
TITLE_LENGTHS: dict[Language, int] = {"en": 60, "ko": 32}
"""The longest title, in characters."""
STEPS = tuple(CATALOGUE.step.values())
STUDY = [step for step in STEPS if step.hours]
ENGLISH_RESOURCES = 2
KOREAN_STEPS = 95
"""How many study steps have a Korean resource of a third of their hours at least."""


@pytest.mark.parametrize("skill", CATALOGUE.skills, ids=lambda skill: skill.id)
def test_an_anchor_is_one_short_sentence(skill: Skill) -> None:
    for anchor in skill.anchors:
        assert len(anchor.en.split()) <= ANCHOR_WORDS, anchor.en
        assert len(anchor.ko) <= ANCHOR_KOREAN, anchor.ko


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_short_title_of_its_own(language: Language) -> None:
    titles = [step.title[language] for step in STEPS]
    assert len(set(titles)) == len(titles) == 160
    assert max(map(len, titles)) <= TITLE_LENGTHS[language], max(titles, key=len)


def test_every_resource_says_its_part_in_both_languages() -> None:
    parts = [resource.part[language] for resource in CATALOGUE.resources for language in LANGUAGES]
    assert all(part and part == part.strip() for part in parts)


def test_every_study_step_has_two_english_resources_or_more() -> None:
    assert len(STUDY) == 120
    few = [
        step.id
        for step in STUDY
        if sum(CATALOGUE.resource[id].language == "en" for id in step.resources) < ENGLISH_RESOURCES
    ]
    assert not few


def test_most_study_steps_have_a_korean_resource_of_a_third_of_their_hours() -> None:
    covered = [
        step.id
        for step in STUDY
        if any(
            resource.language == "ko" and resource.hours * 3 >= step.hours.likely
            for resource in map(CATALOGUE.resource.__getitem__, step.resources)
        )
    ]
    assert len(covered) >= KOREAN_STEPS


def test_what_is_studied_from_fits_its_step() -> None:
    for step in STUDY:
        for resource in map(CATALOGUE.resource.__getitem__, step.resources):
            assert 0 < resource.hours <= step.hours.likely, (step.id, resource.id)
