"""A finished result is shown exactly as it was, whatever the catalogue says today."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from app.web.context import Context
from config import Settings
from tests.catalogue.content import change, copy_content
from tests.conftest import context_of
from tests.support.databases import in_each_language
from tests.support.visitor import CLEAR, FEW, FLAT, Levels, Visitor

MakeApp = Callable[[Settings], Flask]
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')
PAGES = (
    "/assessments/1",
    "/assessments/1/plan",
    "/assessments/1/compare/2",
    "/assessments/2",
    "/assessments/3",
    "/assessments/3/plan",
)
FILES = ("/assessments/1/plan.md", "/assessments/1/plan.csv")


def without(role: str, ours: Catalogue) -> Catalogue:
    return replace(ours, roles=tuple(each for each in ours.roles if each.id != role))


def without_skill(skill: str, ours: Catalogue) -> Catalogue:
    """Return a catalogue without a skill, its coefficients and its requirements."""
    roles = tuple(
        replace(
            role,
            match=tuple(each for each in role.match if each.item != skill),
            stages={
                stage: replace(
                    profile, requirements=tuple(r for r in profile.requirements if r.item != skill)
                )
                for stage, profile in role.stages.items()
            },
        )
        for role in ours.roles
    )
    skills = tuple(
        replace(each, steps=tuple(replace(step, requires=()) for step in each.steps))
        for each in ours.skills
        if each.id != skill
    )
    return replace(
        ours,
        skills=skills,
        items=tuple(each for each in ours.items if each.id != skill),
        roles=roles,
    )


def edited(folder: Path) -> Catalogue:
    """Return our content with a new name, weight, anchor, title, hours and rating error."""
    content = copy_content(folder)
    change(content, "roles/mlops_engineer.toml", 'name.en = "', 'name.en = "New ')
    weight = load_catalogue().role["mlops_engineer"].stages["junior"].requirements[-1].weight
    change(content, "roles/mlops_engineer.toml", f"weight = {weight}", f"weight = {weight - 1}")
    docker = load_catalogue().skill["docker"]
    hours = docker.steps[1].hours
    change(content, "skills/docker.toml", docker.anchors[2].en, "Scribbled a Dockerfile")
    change(
        content, "skills/docker.toml", f"likely = {hours.likely},", f"likely = {hours.high - 1},"
    )
    change(content, "skills/docker.toml", docker.steps[1].title.en, "Scribble a Dockerfile")
    change(content, "manifest.toml", "item_error = 0.6", "item_error = 0.9")
    return load_catalogue(content)


def with_catalogue(app: Flask, catalogue: Catalogue) -> Flask:
    """Give an application another catalogue, as if it had started with that."""
    found = context_of(app)
    unmeasured = replace(found.evidence, evaluations=())
    Context(found.settings, found.engine, catalogue, found.reading, unmeasured).attach(app)
    return app


LATER = {
    "edited": lambda folder: edited(folder),
    "a role is gone": lambda _: without("mlops_engineer", load_catalogue()),
    "another role is gone": lambda _: without("dl_engineer", load_catalogue()),
    "a skill is gone": lambda _: without_skill("docker", load_catalogue()),
}


def returning(before: Visitor, app: Flask) -> Visitor:
    """Return the same browser at the later application."""
    after = Visitor(app, before.language)
    after.client._cookies = before.client._cookies
    return after


def people(reader: Visitor) -> None:
    for person in (CLEAR, FLAT, FEW):
        reader.finish(person)
    reader.post("/assessments/3/target", role="mlops_engineer", stage="senior")


def shown(visitor: Visitor) -> dict[str, str]:
    pages = {path: visitor.open(path) for path in (*PAGES, *FILES)}
    assert {page.status for page in pages.values()} == {200}
    return {path: TOKEN.sub("", page.html) for path, page in pages.items()}


@in_each_language
@pytest.mark.parametrize("name", LATER)
def test_results_plans_and_comparisons_are_the_same_byte_for_byte(
    make_app: MakeApp, settings: Settings, tmp_path: Path, name: str, language: str
) -> None:
    before = Visitor(make_app(settings), language)
    people(before)
    whole = shown(before)
    after = returning(before, with_catalogue(make_app(settings), LATER[name](tmp_path)))
    assert shown(after) == whole


@pytest.mark.parametrize("name", LATER)
def test_what_comes_after_goes_by_the_new_catalogue(
    make_app: MakeApp, settings: Settings, tmp_path: Path, name: str
) -> None:
    """Every page opens, and an assessment that starts from the old answers can be finished."""
    before = Visitor(make_app(settings))
    people(before)
    later: Catalogue = LATER[name](tmp_path)
    after = returning(before, with_catalogue(make_app(settings), later))
    assert all(
        after.open(path).status == 200 for path in ("/", "/assessments", "/roles", "/method")
    )
    again = after.post("/assessments", **{"from": "1"})
    assert again.path == "/assessments/4/math"
    review = after.open("/assessments/4/review")
    answered = sum(CLEAR.get(skill.id) is not None for skill in later.skills)
    assert f"{answered} answered, 1 skipped, 0 still open, of {len(later.skills)}" in review.text
    result = after.press(review, review.form("/review"))
    assert result.path == "/assessments/4"
    assert len(result.data("data-role")) == len(later.roles)
    for path in (
        "/assessments/4/plan",
        "/assessments/1/compare/4",
        "/assessments/4/compare/2",
        "/assessments",
    ):
        assert after.open(path).status == 200, path


def test_a_new_catalogue_makes_new_results(
    make_app: MakeApp, settings: Settings, tmp_path: Path
) -> None:
    """The editor's changes have an effect: the same answers now give another page."""
    before = Visitor(make_app(settings))
    first = before.result_of(CLEAR)
    after = returning(before, with_catalogue(make_app(settings), edited(tmp_path)))
    second = after.result_of(CLEAR)
    assert "New " in second.text
    assert "New " not in first.text


def test_an_unfinished_assessment_goes_on_in_the_new_catalogue(
    make_app: MakeApp, settings: Settings
) -> None:
    answers: Levels = {**FLAT}
    before = Visitor(make_app(settings))
    before.answer(answers)
    later = without_skill("docker", load_catalogue())
    after = returning(before, with_catalogue(make_app(settings), later))
    page = after.open("/assessments/1/mlops")
    assert "docker" not in page.chosen
    listed, review = after.open("/assessments"), after.open("/assessments/1/review")
    assert "39 of 39 done" in listed.text
    assert "39 answered, 0 skipped, 0 still open, of 39" in review.text
    assert after.press(review, review.form("/review")).data("data-status") == ["too_close"]
