"""The forms of the question pages: which values they accept, and what they take for a change."""

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.storage.answers import Answer
from app.storage.tables import LATEST_REVISION
from app.web.questionnaire.forms import (
    AnswersForm,
    LoadedVersion,
    answers_form_class,
    format_versions,
    parse_versions,
)
from tests.support.visitor import AREAS, CATALOGUE, SKILLS, Visitor

MESSAGE = {
    "en": "Choose one of the six answers shown.",
    "ko": "보이는 여섯 가지 답 중에서 하나를 골라 주세요.",
}
MakeForm = Callable[..., AnswersForm]


@pytest.fixture
def make_form(app: Flask) -> MakeForm:
    """Return a form of the first area, submitted with these values."""

    def make(**sent: str) -> AnswersForm:
        with app.test_request_context(method="POST"):
            form = answers_form_class(CATALOGUE, "math")(MultiDict(sent), meta={"csrf": False})
            form.validate()
            return form

    return make


def test_there_is_a_field_for_each_skill(make_form: MakeForm, app: Flask) -> None:
    assert make_form().skills == AREAS["math"]
    with app.test_request_context():
        assert answers_form_class(CATALOGUE)().skills == SKILLS


def test_no_skill_has_the_name_of_something_else_in_the_form() -> None:
    """A skill named `go` or `data` would replace the form's own attribute."""
    assert not [skill for skill in SKILLS if hasattr(AnswersForm, skill)]


@pytest.mark.parametrize("path", ["math", "review"])
def test_an_unknown_choice_is_refused_with_a_message_and_saves_nothing(
    reader: Visitor, path: str
) -> None:
    reader.begin()
    page = reader.open(f"/assessments/1/{path}")
    refused = reader.press(page, page.form(path), calculus="5", optimization="2")
    assert refused.status == 400
    assert MESSAGE[reader.language] in refused.text
    assert reader.open(f"/assessments/1/{path}").chosen == {}


@pytest.mark.parametrize("choice", ["0", "4", "skip"])
def test_a_choice_is_valid(make_form: MakeForm, choice: str) -> None:
    assert not make_form(calculus=choice).errors


@pytest.mark.parametrize("choice", ["5", "-1", " ", "SKIP", "1.0", "None"])
def test_anything_else_is_an_error_of_its_field(make_form: MakeForm, choice: str) -> None:
    form = make_form(calculus=choice, optimization="2")
    assert list(form.errors) == ["calculus"]
    assert form.choice("calculus") is None


def test_an_empty_value_is_no_choice_and_no_error(make_form: MakeForm) -> None:
    form = make_form(calculus="")
    assert not form.errors
    assert form.changes({}) == {}


def test_a_change_is_one_revision_above_the_loaded_version(make_form: MakeForm) -> None:
    form = make_form(calculus="3", optimization="2", bases=" calculus.2.7 optimization.2.4")
    assert form.changes({"calculus": Answer(2, 9)}) == {"calculus": Answer(3, 8)}


def test_without_a_loaded_version_the_stored_one_counts(make_form: MakeForm) -> None:
    form = make_form(calculus="skip", optimization="2")
    stored = {"calculus": Answer(2, 9), "optimization": Answer(2, 1)}
    assert form.changes(stored) == {"calculus": Answer(None, 10)}


def test_no_change_goes_beyond_the_last_revision(make_form: MakeForm) -> None:
    form = make_form(calculus="3", bases=f" calculus.2.{LATEST_REVISION}")
    assert form.changes({}) == {}


def test_after_a_conflict_only_its_choices_are_left(make_form: MakeForm, app: Flask) -> None:
    form = make_form(calculus="3", optimization="2", bases=" calculus.2.7 optimization.1.4")
    with app.test_request_context(method="POST"):
        again = form.with_errors({"calculus": "changed elsewhere"})
    assert (again.choice("calculus"), again.choice("optimization")) == ("3", None)
    assert again["calculus"].errors == ["changed elsewhere"]
    assert again.bases_value({"calculus": Answer(1, 8)}).startswith(" linear_algebra..0")
    assert "calculus.1.8" in again.bases_value({"calculus": Answer(1, 8)})


def test_versions_are_read_as_they_were_written() -> None:
    versions = {"python": LoadedVersion("3", 7), "sql": LoadedVersion("", 0)}
    text = format_versions(versions.items())
    assert text == " python.3.7 sql..0"
    assert parse_versions(text) == versions
    assert parse_versions("python.9.7 sql.1.-1 r.skip.2x x") == {}
