"""A page never overwrites changes that were made after it was loaded, however often it is sent."""

import pytest
from flask import Flask

from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import FLAT, Visitor

FIRST = "/assessments/1/math"


def target_form(page: Page) -> dict[str, str]:
    """Return the values of the result's form that chooses a target."""
    return next(form for form in page.forms if form.attributes.get("id") == "target").values


def stale_page(visitor: Visitor) -> Page:
    """Return a page of two answers at 2, which another window then changed to 3 and 4."""
    page = visitor.begin()
    visitor.press(page, page.form(FIRST), "next", calculus="2", optimization="2")
    page = visitor.open(FIRST)
    visitor.put("calculus", {"level": 3, "revision": 2})
    visitor.put("optimization", {"level": 4, "revision": 2})
    return page


def test_a_refused_form_pressed_again_changes_only_what_it_named(visitor: Visitor) -> None:
    stale = stale_page(visitor)
    refused = visitor.press(stale, stale.form(FIRST), "next", calculus="1")
    assert (refused.status, refused.chosen["calculus"], refused.chosen["optimization"]) == (
        409,
        "1",
        "4",
    )
    assert visitor.press(refused, refused.form(FIRST), "next").path == "/assessments/1/programming"
    assert visitor.open(FIRST).chosen == {"calculus": "1", "optimization": "4"}


def test_a_form_whose_token_was_lost_still_has_its_loaded_versions(visitor: Visitor) -> None:
    stale = stale_page(visitor)
    back = visitor.press(stale, stale.form(FIRST), "next", calculus="1", csrf_token="lost")
    assert (back.status, back.chosen["calculus"]) == (400, "1")
    refused = visitor.press(back, back.form(FIRST), "next")
    assert refused.status == 409
    assert visitor.open(FIRST).chosen == {"calculus": "3", "optimization": "4"}


def test_a_form_with_an_unknown_choice_still_has_its_loaded_versions(visitor: Visitor) -> None:
    stale = stale_page(visitor)
    back = visitor.press(stale, stale.form(FIRST), "next", linear_algebra="7")
    assert (back.status, back.chosen["optimization"]) == (400, "2")
    assert visitor.press(back, back.form(FIRST), "next").path == "/assessments/1/programming"
    assert visitor.open(FIRST).chosen == {"calculus": "3", "optimization": "4"}


def test_a_tab_left_open_by_one_person_never_writes_into_the_next_persons_assessment(
    app: Flask, visitor: Visitor
) -> None:
    left_open = visitor.begin()
    mine = left_open.form(FIRST).values["assessment"]
    visitor.post("/leave")
    visitor.begin()
    visitor.put("calculus", {"level": 0, "revision": 1})
    assert visitor.put("calculus", {"level": 3, "revision": 2, "assessment": mine}).status == 404
    for token in ("lost", visitor.token):
        page = visitor.press(
            left_open, left_open.form(FIRST), "next", calculus="3", csrf_token=token
        )
        assert (page.status, page.chosen) == (404 if token != "lost" else 400, {})  # noqa: S105 (made up)
    assert visitor.open(FIRST).chosen == {"calculus": "0"}


def test_starting_twice_from_earlier_answers_creates_one_assessment(visitor: Visitor) -> None:
    visitor.finish(FLAT)
    assert {visitor.post("/assessments", **{"from": "1"}).path for _ in range(3)} == {
        "/assessments/2/math"
    }
    assert visitor.post("/assessments").path == "/assessments/3/quick", (
        "a new one from nothing is another one"
    )
    assert visitor.post("/assessments", **{"from": "3"}).path == "/assessments/4/math", (
        "none begins from itself"
    )


def ended_elsewhere(visitor: Visitor) -> None:
    """Remove the owner's cookie but not the session, as when another browser ended this one."""
    visitor.client.delete_cookie("orienteer")


def test_a_list_left_open_by_one_person_never_deletes_revives_or_copies_the_next_persons(
    visitor: Visitor,
) -> None:
    visitor.finish(FLAT)
    visitor.post("/assessments")
    visitor.post("/assessments/2/delete")
    left_open = visitor.open("/assessments")
    ended_elsewhere(visitor)
    visitor.finish(FLAT)
    visitor.put(
        "calculus",
        {"level": 0, "revision": 1},
        number=int(visitor.post("/assessments").path.split("/")[2]),
    )
    visitor.post("/assessments/2/delete")
    forms = [
        left_open.form("/1/delete"),
        left_open.form("/2/restore"),
        next(form for form in left_open.forms if "from" in form.values),
    ]
    assert [visitor.press(left_open, form).status for form in forms] == [404] * 3
    assert (visitor.open("/assessments/1").status, visitor.open("/assessments/2/math").status) == (
        200,
        404,
    )


def test_a_page_left_open_before_erasing_never_erases_what_the_next_person_has(
    visitor: Visitor,
) -> None:
    visitor.finish(FLAT)
    left_open = visitor.open("/data/erase")
    ended_elsewhere(visitor)
    visitor.finish(FLAT)
    asked = visitor.press(left_open, left_open.form("/data/erase"))
    assert asked.path == "/data/erase"
    assert visitor.open("/assessments/1").status == 200, "it is asked about first"
    visitor.press(asked, asked.form("/data/erase"))
    assert visitor.open("/assessments/1").status == 404


def test_a_review_left_open_by_one_person_never_finishes_the_next_persons_assessment(
    visitor: Visitor,
) -> None:
    left_open = visitor.answer(FLAT)
    visitor.post("/leave")
    visitor.begin()
    assert (
        visitor.press(left_open, left_open.form("/review"), csrf_token=visitor.token).status == 404
    )
    assert visitor.open("/assessments/1").path == "/assessments/1/quick", "it is not finished"


def test_a_name_typed_by_one_person_never_names_the_next_persons_assessment(
    visitor: Visitor,
) -> None:
    visitor.begin()
    left_open = visitor.open("/assessments/1/name")
    visitor.post("/leave")
    visitor.begin()
    for token, status in (("lost", 400), (visitor.token, 404)):
        page = visitor.press(
            left_open, left_open.form("/name"), "save", name="a secret", csrf_token=token
        )
        assert (page.status, "a secret" in page.html) == (status, False)
    assert "a secret" not in visitor.open("/assessments").html


def test_a_wrong_name_typed_by_one_person_gets_no_page_of_the_next_persons_assessment(
    visitor: Visitor,
) -> None:
    visitor.begin()
    left_open = visitor.open("/assessments/1/name")
    visitor.post("/leave")
    visitor.begin()
    page = visitor.press(
        left_open, left_open.form("/name"), "save", name="a secret" * 20, csrf_token=visitor.token
    )
    assert (page.status, "a secret" in page.html) == (404, False)


@pytest.mark.parametrize("typed", [{}, {"role": "nobody"}, {"lang": "ko"}, {"csrf_token": "lost"}])
def test_a_target_chosen_by_one_person_is_never_the_next_persons(
    visitor: Visitor, typed: dict[str, str]
) -> None:
    left_open = visitor.result_of(FLAT)
    visitor.post("/leave")
    before = target_form(visitor.result_of(FLAT))
    sent = {"role": "dl_engineer", "stage": "lead", "csrf_token": visitor.token} | typed
    page = visitor.open("/assessments/1/target", "POST", data=target_form(left_open) | sent)
    assert page.status == (400 if "csrf_token" in typed else 404)
    assert not [form for form in page.forms if form.action.endswith("/target")], (
        "nothing of theirs is shown"
    )
    visitor.client.set_cookie("lang", "en")
    assert {**target_form(visitor.open("/assessments/1")), "csrf_token": ""} == {
        **before,
        "csrf_token": "",
    }


@pytest.mark.parametrize("typed", [{"csrf_token": "lost"}, {"csrf_token": "lost", "lang": "ko"}])
def test_a_target_whose_page_expired_is_still_chosen(
    visitor: Visitor, typed: dict[str, str]
) -> None:
    page = visitor.result_of(FLAT)
    chosen = {"role": "dl_engineer", "stage": "lead"}
    back = visitor.open("/assessments/1/target", "POST", data=target_form(page) | chosen | typed)
    assert (back.status, back.language) == (400, typed.get("lang", "en"))
    assert chosen.items() <= target_form(back).items()
    assert "#target" in back.links, "the form is far below the message that it is not saved"
    saved = visitor.press(
        back, next(form for form in back.forms if form.attributes.get("id") == "target")
    )
    assert (saved.path, chosen.items() <= target_form(saved).items()) == ("/assessments/1", True)


def test_a_target_that_the_database_does_not_take_is_still_chosen(
    app: Flask, visitor: Visitor
) -> None:
    page = visitor.result_of(FLAT)
    with refusing(context_of(app).engine, "read-only"):
        back = visitor.open(
            "/assessments/1/target",
            "POST",
            data={"csrf_token": page.token, "role": "dl_engineer", "stage": "lead"},
        )
    assert (back.status, back.headers["Retry-After"]) == (503, "30")
    assert {"role": "dl_engineer", "stage": "lead"}.items() <= target_form(back).items()


@pytest.mark.parametrize("number", ["2", "999999999", "9999999999", "x"])
def test_starting_from_a_deleted_assessment_says_that_it_is_gone(
    visitor: Visitor, number: str
) -> None:
    visitor.finish(FLAT)
    page = visitor.post("/assessments", **{"from": number})
    assert page.status == 404
    assert "This assessment does not open here" in page.text


def test_a_tag_of_another_kind_is_no_tag(visitor: Visitor) -> None:
    visitor.begin()
    for odd in ([], {}, [1], 1, True, "x"):
        assert visitor.put("calculus", {"level": 1, "revision": 1, "assessment": odd}).status == 404


def test_a_named_assessment_is_not_reused(visitor: Visitor) -> None:
    visitor.begin()
    visitor.post("/assessments/1/name", name="mine")
    assert visitor.begin().path == "/assessments/2/math"
