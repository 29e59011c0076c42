"""Filtering resources by language and price, and what a document says where none is left."""

from itertools import product

import pytest

from app.catalogue.text import LANGUAGES
from app.exports.calendar import plan_as_calendar
from app.exports.markdown import plan_as_markdown
from app.exports.words import Wanted, nothing_left, resources_of
from tests.exports.plans import ENGLISH, KOREAN, OURS, our_plan, resource, trapped
from tests.exports.test_calendar import STAMP

FILTERS = [
    Wanted(languages, free)
    for languages, free in product([LANGUAGES, ("ko",), ("en",)], [False, True])
]
SENTENCES = [
    (
        Wanted(("ko",)),
        "No resource in Korean is known for this step.",
        "이 학습 단계에 맞는 한국어 자료는 아직 찾지 못했어요.",
    ),
    (
        Wanted(("en",)),
        "No resource in English is known for this step.",
        "이 학습 단계에 맞는 영어 자료는 아직 찾지 못했어요.",
    ),
    (
        Wanted(free_only=True),
        "No free resource is known for this step.",
        "이 학습 단계에 맞는 무료 자료는 아직 찾지 못했어요.",
    ),
    (
        Wanted(("ko",), True),
        "No free resource in Korean is known for this step.",
        "이 학습 단계에 맞는 한국어 무료 자료는 아직 찾지 못했어요.",
    ),
    (
        Wanted(("en",), True),
        "No free resource in English is known for this step.",
        "이 학습 단계에 맞는 영어 무료 자료는 아직 찾지 못했어요.",
    ),
]


@pytest.mark.parametrize("words", [ENGLISH, KOREAN])
@pytest.mark.parametrize("wanted", FILTERS)
def test_all_that_is_wanted_is_left_in_its_order_and_nothing_else(wanted, words):
    for step in OURS.step.values():
        whole = resources_of(words, OURS, step)
        assert resources_of(words, OURS, step, wanted) == tuple(
            each
            for each in whole
            if each.language in wanted.languages
            and (not wanted.free_only or each.cost in ("free", "audit"))
        )


def test_what_is_free_to_follow_is_free_though_its_certificate_is_paid():
    _, small = trapped(
        resources=(resource("paid", cost="paid"), resource("audit", cost="audit"), resource("free"))
    )
    left = resources_of(ENGLISH, small, small.step["a.0"], Wanted(free_only=True))
    assert [each.id for each in left] == ["audit", "free"]


def test_resources_in_no_language_cannot_be_wanted():
    with pytest.raises(ValueError, match="name one of ko, en"):
        Wanted(())


@pytest.mark.parametrize(("wanted", "english", "korean"), SENTENCES)
def test_a_study_step_of_which_nothing_wanted_is_left_says_so(wanted, english, korean):
    language = "en" if wanted.languages == ("ko",) else "ko"
    other = resource("other", language, "paid")
    made, small = trapped(resources=(other,))
    for words, sentence in ((ENGLISH, english), (KOREAN, korean)):
        text = plan_as_markdown(made, small, words, wanted).replace("\\", "")
        assert text.count(f"- {sentence}\n") == 3
        assert "Title" not in text
        calendar = (
            plan_as_calendar(made, small, words, "x", STAMP, wanted).replace(b"\r\n ", b"").decode()
        )
        assert f"\\n{sentence}\\n" in calendar


@pytest.mark.parametrize(("wanted", "english"), [each[:2] for each in SENTENCES])
def test_the_sentence_is_only_of_what_the_wish_leaves_out(wanted, english):
    bare, empty = trapped()
    assert english not in plan_as_markdown(bare, empty, ENGLISH, wanted)
    made, full = trapped(resources=(resource("ko", "ko"), resource("en", "en")))
    assert english not in plan_as_markdown(made, full, ENGLISH, wanted)


@pytest.mark.parametrize("wanted", FILTERS)
def test_our_steps_without_a_wanted_resource_are_those_that_say_so(wanted):
    for step in OURS.step.values():
        silent = nothing_left(ENGLISH, OURS, step, wanted) is None
        assert silent == bool(
            step.kind == "experience" or resources_of(ENGLISH, OURS, step, wanted)
        )


def test_a_document_names_no_resource_that_is_not_wanted():
    made, wanted = our_plan(), Wanted(("ko",), free_only=True)
    text = plan_as_markdown(made, OURS, KOREAN, wanted)
    used = [OURS.resource[id] for step in made.steps for id in OURS.step[step.id].resources]
    assert {each.id for each in used if f"(<{each.url}>)" in text} == {
        each.id for each in used if wanted.takes(each)
    }
    assert len(text) < len(plan_as_markdown(made, OURS, KOREAN))
