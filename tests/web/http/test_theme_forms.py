"""The theme switch on pages with a form: nothing that was typed or chosen is lost."""

import pytest

from tests.support.visitor import AREAS, CLEAR, Visitor
from tests.web.http.test_theme import choose, theme_of


@pytest.mark.parametrize("area", AREAS)
def test_on_each_page_of_questions_it_keeps_every_choice(reader: Visitor, area: str) -> None:
    reader.begin()
    page = reader.open(f"/assessments/1/{area}")
    typed = {skill: "skip" if n == 1 else str(n % 5) for n, skill in enumerate(AREAS[area])}
    turned = choose(reader, page, "dark", **typed)
    assert (turned.status, turned.path, turned.language, theme_of(turned)) == (
        200,
        page.path,
        reader.language,
        "dark",
    )
    assert turned.chosen == typed


def test_on_the_review_it_keeps_what_is_changed_and_does_not_finish(reader: Visitor) -> None:
    turned = choose(reader, reader.answer(CLEAR), "dark", calculus="4")
    assert (turned.status, turned.path, theme_of(turned)) == (200, "/assessments/1/review", "dark")
    assert turned.chosen["calculus"] == "4"


TYPED = {
    "/assessments/1/name": ("name", "before the boot camp"),
    "/assessments/1/plan": ("hours", "many"),
    "/assessments/1/plan/steps/python.2": ("note", "with a friend"),
    "/method/weights/mlops_engineer": ("docker", "2000"),
}


@pytest.mark.parametrize("path", TYPED)
def test_on_each_page_with_a_form_it_keeps_what_is_being_typed(reader: Visitor, path: str) -> None:
    reader.finish(CLEAR)
    page = reader.open(path)
    field, text = TYPED[path]
    turned = choose(reader, page, "dark", **{field: text})
    assert (turned.path, theme_of(turned), turned.language) == (path, "dark", reader.language)
    assert text in turned.html


def test_on_a_result_it_takes_the_target_along_that_is_being_chosen(reader: Visitor) -> None:
    page = reader.result_of(CLEAR)
    turned = choose(reader, page, "dark", role="dl_engineer", stage="lead")
    assert (turned.status, turned.path, theme_of(turned)) == (200, page.path, "dark")
    target = next(form for form in turned.forms if form.attributes.get("id") == "target").values
    assert (target["role"], target["stage"]) == ("dl_engineer", "lead")


def test_a_form_that_comes_along_still_needs_its_token(reader: Visitor) -> None:
    reader.finish(CLEAR)
    page = reader.open("/assessments/1/name")
    turned = choose(reader, page, "dark", name="planted", csrf_token="old")
    assert turned.status == 400
    assert reader.open(page.path).form("/name").values["name"] == ""
