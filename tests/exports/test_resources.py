"""The resources of a plan: the reader's language first, and of these the free ones."""

import pytest

from app.catalogue.text import LANGUAGES
from app.exports.words import resources_of
from tests.exports.plans import ENGLISH, KOREAN, OURS


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_the_readers_language_comes_first_and_what_is_paid_last_in_it(words):
    for step in OURS.step.values():
        found = resources_of(words, OURS, step)
        assert {each.id for each in found} == set(step.resources)
        foreign = [each.language != words.language for each in found]
        assert foreign == sorted(foreign), step.id
        for language in LANGUAGES:
            paid = [each.cost == "paid" for each in found if each.language == language]
            assert paid == sorted(paid), step.id


def test_every_step_has_a_guide_and_every_study_step_something_free():
    for step in OURS.step.values():
        assert step.guide is not None, step.id
        free = {
            OURS.resource[id].language for id in step.resources if OURS.resource[id].cost != "paid"
        }
        assert step.kind == "experience" or "en" in free, step.id


def test_no_resource_is_given_at_every_level_of_a_skill():
    for skill in OURS.skills:
        shared = set.intersection(
            *(set(step.resources) for step in skill.steps if step.kind == "study")
        )
        assert shared == set(), skill.id


def test_no_two_steps_have_the_same_words():
    for part in ("learn", "make", "basis"):
        for language in LANGUAGES:
            texts = [getattr(step.guide, part)[language] for step in OURS.step.values()]
            assert len(set(texts)) == len(texts)
