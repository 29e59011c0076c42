"""The resources of a plan: the reader's language first, then the order of the step."""

from dataclasses import replace

import pytest

from app.catalogue.text import LANGUAGES, Text
from app.exports.markdown import plan_as_markdown
from app.exports.words import Wanted, resource_facts, resources_of
from tests.exports.plans import ENGLISH, KOREAN, OURS, our_plan, resource, trapped


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_the_readers_language_comes_first_and_each_language_in_the_steps_order(words):
    for step in OURS.step.values():
        found = [each.id for each in resources_of(words, OURS, step)]
        own = [id for id in step.resources if OURS.resource[id].language == words.language]
        foreign = [id for id in step.resources if OURS.resource[id].language != words.language]
        assert found == own + foreign, step.id


def test_a_paid_resource_that_stands_first_stays_first():
    """The first resource of a language is the one to do, whatever it costs."""
    paid, free = resource("paid", cost="paid"), resource("free")
    _, small = trapped(resources=(paid, free))
    assert resources_of(ENGLISH, small, small.step["a.0"]) == (paid, free)
    assert resources_of(KOREAN, small, small.step["a.0"]) == (paid, free)


NO_KOREAN = "이 학습 단계에 맞는 좋은 한국어 자료는 아직 찾지 못했어요."
NO_ENGLISH = "We know no good resource in English for this step yet."


@pytest.mark.parametrize(
    ("words", "other", "sentence"), [(KOREAN, "en", NO_KOREAN), (ENGLISH, "ko", NO_ENGLISH)]
)
def test_a_study_step_says_that_it_has_nothing_in_the_readers_language(words, other, sentence):
    made, small = trapped(resources=(resource("other", other),))
    text = plan_as_markdown(made, small, words).replace("\\", "")
    assert text.count(f"- {sentence}\n") == text.count("[Title]") == 3
    assert sentence not in plan_as_markdown(*trapped(), words).replace("\\", "")
    both = (resource("own", words.language), resource("other", other))
    assert sentence not in plan_as_markdown(*trapped(resources=both), words).replace("\\", "")


def test_where_nothing_wanted_is_left_only_that_is_said():
    made, small = trapped(resources=(resource("other", "en"),))
    text = plan_as_markdown(made, small, KOREAN, Wanted(("ko",))).replace("\\", "")
    assert text.count("한국어 자료는 아직 찾지 못했어요.") == 3


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
def test_the_facts_of_a_resource_begin_with_its_part_if_it_has_one(words):
    whole = resource("whole")
    chapters = replace(whole, part=Text("1~3장", "Chapters 1 to 3"))
    assert resource_facts(words, chapters) == " · ".join(
        [words.say(chapters.part), resource_facts(words, whole)]
    )
    assert resource_facts(words, whole).startswith("Publisher · ")


def test_the_text_names_the_part_of_each_of_our_resources():
    text = plan_as_markdown(our_plan(), OURS, ENGLISH).replace("\\", "")
    for planned in our_plan().steps:
        for id in OURS.step[planned.id].resources:
            found = OURS.resource[id]
            assert f"[{found.title.en}](<{found.url}>) · {found.part.en} · " in text, id


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
