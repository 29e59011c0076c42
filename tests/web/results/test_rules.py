"""Results finished before the rule "thirds" are shown as they were, and compared by one rule."""

import json
from collections.abc import Callable
from dataclasses import replace

from flask import Flask

from app.catalogue.model import STAGES
from app.catalogue.snapshot import freeze, thaw
from app.exports.words import percent
from app.scoring.readiness import stage_readiness
from app.scoring.requirements import requirements_of
from app.scoring.result import score
from config import Settings
from tests.support.databases import in_each_language
from tests.support.visitor import CATALOGUE, CLEAR, FLAT, Visitor
from tests.web.results.test_frozen import people, returning, shown, with_catalogue

MakeApp = Callable[[Settings], Flask]
EARLIER = replace(CATALOGUE, rule="levels")
SAID = {
    "en": {
        "starting_out": "starting out",
        "on_the_way": "on the way",
        "within_reach": "within reach",
        "ready": "ready to apply",
        "later": "skills ready",
    },
    "ko": {
        "starting_out": "시작하는 단계",
        "on_the_way": "준비하는 중",
        "within_reach": "목표에 가까움",
        "ready": "지원할 준비가 됨",
        "later": "역량은 갖춤",
    },
}
WORDS = {"en": "ready to apply", "ko": "지원할 준비가 됨"}


def test_a_snapshot_without_a_rule_has_the_earlier_one() -> None:
    saved = json.loads(freeze(CATALOGUE))
    assert saved.pop("rule") == "thirds"
    assert thaw(json.dumps(saved)).rule == "levels"
    assert thaw(freeze(CATALOGUE)).rule == "thirds"


@in_each_language
def test_an_earlier_result_its_plan_and_comparison_stay_byte_for_byte(
    make_app: MakeApp, settings: Settings, language: str
) -> None:
    before = Visitor(with_catalogue(make_app(settings), EARLIER), language)
    people(before)
    whole = shown(before)
    after = returning(before, make_app(settings))
    assert shown(after) == whole
    assert WORDS[language] not in whole["/assessments/1"]


def test_an_earlier_result_has_a_target_where_all_roles_tie_and_a_new_one_asks(
    make_app: MakeApp, settings: Settings
) -> None:
    before = Visitor(with_catalogue(make_app(settings), EARLIER))
    before.finish(FLAT)
    assert before.open("/assessments/1/plan").path == "/assessments/1/plan"
    after = returning(before, make_app(settings))
    assert after.open("/assessments/1/plan").path == "/assessments/1/plan"
    after.finish(FLAT)
    assert after.open("/assessments/2/plan").path == "/assessments/2"


def test_two_rules_are_compared_by_the_later_one(make_app: MakeApp, settings: Settings) -> None:
    """The same answers give the same readiness before and after."""
    before = Visitor(with_catalogue(make_app(settings), EARLIER))
    before.finish(CLEAR)
    after = returning(before, make_app(settings))
    after.finish(CLEAR)
    page = after.open("/assessments/1/compare/2")
    role = score(CATALOGUE, CLEAR).order[0].role
    for stage in STAGES:
        ready = stage_readiness(requirements_of(CATALOGUE, role, stage), CLEAR).now
        earlier = stage_readiness(requirements_of(EARLIER, role, stage), CLEAR).now
        assert percent(ready) != percent(earlier)
        assert f"{stage} {percent(ready)} {percent(ready)}" in page.text


def test_readiness_is_said_in_words_and_what_only_experience_shows(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    result = score(CATALOGUE, CLEAR)
    ready = [result.stage_readiness(result.order[0].role, stage) for stage in STAGES]
    names = SAID[reader.language]
    for each in ready:
        name = names["later" if each.word == "ready" and each.stage != "junior" else each.word]
        assert f"· {name}" in page.text
    assert {"en": "Study alone makes nobody senior.", "ko": "학습만으로 시니어가 되지는 않아요."}[
        reader.language
    ] in page.text
