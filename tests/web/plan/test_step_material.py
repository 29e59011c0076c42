"""What a step says of itself: title and levels, what to study from and which part of it."""

import html
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from app.catalogue.model import Catalogue
from app.catalogue.steps import NO_TEXT, Resource, Step
from app.catalogue.text import Language
from app.planning.model import Target
from app.planning.plan import plan
from config import Settings
from tests.support.databases import in_each_language
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, SKILLS, Levels, Visitor
from tests.web.plan.plan_pages import PLAN, change, count, named, say, step_page
from tests.web.results.test_frozen import with_catalogue

MakeApp = Callable[[Settings], Flask]
TARGET = Target("ml_engineer", "lead")
BEGINNER: Levels = dict.fromkeys(SKILLS, 0)
STEPS = [CATALOGUE.step[step.id] for step in plan(CATALOGUE, BEGINNER, TARGET, 6).steps]
OTHERS = ("%(num)s other choice", "%(num)s other choices")
NONE = {
    "en": "We know no good resource in English for this step yet.",
    "ko": "We know no good resource in Korean for this step yet.",
}
NOTHING = {
    "en": "No resource in English is known for this step.",
    "ko": "No resource in Korean is known for this step.",
}


def levels(step: Step, language: Language) -> str:
    return f"{CATALOGUE.skill[step.skill].name[language]} {step.from_level} → {step.to_level}"


def resources(step: Step, language: Language) -> list[Resource]:
    """Return the step's resources, those in this language first."""
    found = [CATALOGUE.resource[id] for id in step.resources]
    return sorted(found, key=lambda each: each.language != language)


def step_html(page: Page, step: Step) -> str:
    """Return what the plan says about one step, with HTML entities decoded."""
    course = page.html.partition('<details class="card fold">')[0]
    found = course.partition(f'data-step="{step.id}"')[2].partition("</li>\n<li")[0]
    return html.unescape(found)


@pytest.fixture
def page(reader: Visitor) -> Page:
    """Return the plan of somebody who begins, for the lead of a role."""
    reader.finish(BEGINNER)
    reader.post("/assessments/1/target", role=TARGET.role, stage=TARGET.stage)
    return reader.open(PLAN)


def test_a_step_is_headed_by_its_title_with_skill_and_levels_after(
    reader: Visitor, page: Page
) -> None:
    for step, title in zip(STEPS, named(reader, [each.id for each in STEPS]), strict=True):
        text = step_html(page, step)
        assert f"<h3>{title}</h3>" in text, step.id
        assert f'<span class="when">{levels(step, reader.language)}, ' in text, step.id
    first = step_page(reader, STEPS[0].id)
    assert f"<h1>{named(reader, [STEPS[0].id])[0]}</h1>" in html.unescape(first.html)
    assert f'<p class="lead">{levels(STEPS[0], reader.language)} · ' in first.html


def test_the_first_resource_is_the_one_to_study_from_and_the_rest_are_other_choices(
    reader: Visitor, page: Page
) -> None:
    for step in STEPS:
        text, found = step_html(page, step), resources(step, reader.language)
        study, _, rest = text.partition('<details class="small">')
        if found:
            study = study.partition(say(reader, "Study from:"))[2]
            assert [each for each in found if f'href="{each.url}"' in study] == found[:1], step.id
        choices = count(reader, *OTHERS, len(found) - 1)
        assert (f"<summary>{choices}</summary>" in text) == (len(found) > 1), step.id
        places = [rest.find(f'href="{each.url}"') for each in found[1:]]
        assert places == sorted(places)
        assert -1 not in places, step.id


def test_a_step_names_the_part_of_each_of_its_resources(reader: Visitor, page: Page) -> None:
    for step in STEPS:
        words = " ".join(step_html(page, step).split())
        for each in resources(step, reader.language):
            assert each.part[reader.language] in words.replace('<span lang="ko">', "").replace(
                "</span>", ""
            ), each.id


def without_language(language: Language) -> Catalogue:
    """Return our catalogue without the resources in a language."""
    kept = {each.id for each in CATALOGUE.resources if each.language != language}
    skills = tuple(
        replace(
            skill,
            steps=tuple(
                replace(step, resources=tuple(id for id in step.resources if id in kept))
                for step in skill.steps
            ),
        )
        for skill in CATALOGUE.skills
    )
    return replace(CATALOGUE, skills=skills)


@in_each_language
def test_a_study_step_without_a_resource_in_the_readers_language_says_so(
    make_app: MakeApp, settings: Settings, language: Language
) -> None:
    poorer = without_language(language)
    visitor = Visitor(with_catalogue(make_app(settings), poorer), language)
    visitor.finish(CLEAR)
    page, sentence = visitor.open(PLAN), say(visitor, NONE[language])
    steps = [poorer.step[id] for id in page.data("data-step")]
    assert any(step.kind == "study" and step.resources for step in steps)
    for step in steps:
        lacks = step.kind == "study" and bool(step.resources)
        assert step_html(page, step).count(sentence) == lacks, step.id
    only_own = change(visitor, resources=language)
    for step in steps:
        text = step_html(only_own, step)
        assert sentence not in text, "only the other sentence is said"
        assert (say(visitor, NOTHING[language]) in text) == (
            step.kind == "study" and bool(step.resources)
        )
        assert say(visitor, "Study from:") not in text


def test_our_steps_with_a_resource_in_the_readers_language_do_not_say_that(
    reader: Visitor, page: Page
) -> None:
    for step in STEPS:
        if reader.language in {each.language for each in resources(step, reader.language)}:
            assert say(reader, NONE[reader.language]) not in step_html(page, step), step.id


def untitled(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue as a snapshot older than titles and parts gives it."""
    skills = tuple(
        replace(skill, steps=tuple(replace(step, title=None) for step in skill.steps))
        for skill in catalogue.skills
    )
    parts = tuple(replace(each, part=NO_TEXT) for each in catalogue.resources)
    return replace(catalogue, skills=skills, resources=parts)


@in_each_language
def test_a_plan_older_than_titles_shows_skill_and_levels(
    make_app: MakeApp, settings: Settings, language: Language
) -> None:
    visitor = Visitor(with_catalogue(make_app(settings), untitled(CATALOGUE)), language)
    visitor.finish(CLEAR)
    page = visitor.open(PLAN)
    found = [CATALOGUE.step[id] for id in page.data("data-step")]
    assert found
    for step in found:
        text = step_html(page, step)
        assert f"<h3>{levels(step, language)}</h3>" in text
        assert text.count(levels(step, language)) == 1 + text.count(
            f"({levels(step, language)})"
        ), "the levels are not said twice"
    first = step_page(visitor, found[0].id)
    assert f"<h1>{levels(found[0], language)}</h1>" in html.unescape(first.html)
    for kind in ("md", "csv", "ics"):
        file = visitor.open(f"{PLAN}.{kind}").html.replace("\\", "").replace("\r\n ", "")
        assert levels(found[0], language) in file, kind
