"""Trying other weights for a role: the changes are those of scoring, and nothing is saved."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.catalogue.model import Ratings
from app.scoring.result import score
from app.scoring.reweigh import replace_coefficients, reranked_people
from app.storage.engine import reading
from app.storage.tables import metadata
from app.web.charts.coefficients import thousandths
from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, Levels, Visitor
from tests.web.http.test_language import faults

ROLE = "mlops_engineer"
PATH = f"/method/weights/{ROLE}"
TYPED = {"docker": "0", "kubernetes": "0", "nlp": "90"}
WEIGHTS = {c.item: c.value for c in CATALOGUE.role[ROLE].match} | {
    item: 1000 * int(typed) for item, typed in TYPED.items()
}
THEN = replace_coefficients(CATALOGUE, ROLE, WEIGHTS)


def weigh(visitor: Visitor, role: str = ROLE, button: str | None = None, **typed: str) -> Page:
    page = visitor.open(f"/method/weights/{role}")
    return visitor.press(page, page.form(f"/method/weights/{role}"), button, **typed)


def typed(page: Page) -> dict[str, str]:
    """Return the values of the fields."""
    return {
        item: value
        for item, value in page.form(
            "/method/weights/" + page.path.rpartition("/")[2]
        ).values.items()
        if item in CATALOGUE.item
    }


def then(page: Page) -> dict[str, int]:
    return {item: int(value) for item, value in (each.split() for each in page.data("data-then"))}


def own(page: Page) -> dict[str, tuple[int, int]]:
    """Return the places of each role: today's and with the other weights."""
    return {
        role: (int(today), int(after))
        for role, today, after in (each.split() for each in page.data("data-own"))
    }


@pytest.mark.parametrize("role", CATALOGUE.role)
def test_the_form_starts_from_todays_numbers(reader: Visitor, role: str) -> None:
    page = reader.open(f"/method/weights/{role}")
    assert typed(page) == {c.item: str(thousandths(c.value)) for c in CATALOGUE.role[role].match}
    assert faults(page, reader.language) == []
    same = weigh(reader, role)
    assert (same.status, same.data("data-then"), typed(same)) == (200, [], typed(page)), (
        "unchanged numbers change nothing"
    )


def test_the_new_coefficients_are_those_of_the_rule_and_sum_as_ever(reader: Visitor) -> None:
    page = weigh(reader, **TYPED)
    assert page.status == 200
    assert faults(page, reader.language) == []
    assert then(page) == {c.item: c.value for c in THEN.role[ROLE].match}
    assert sum(then(page).values()) == 1_000_000
    assert {item: value for item, value in typed(page).items() if item in TYPED} == TYPED, (
        "the numbers stay for another try"
    )


def test_it_says_whose_results_would_change(reader: Visitor) -> None:
    changed = reranked_people(CATALOGUE, THEN)
    assert changed, "these numbers were chosen so that somebody is"
    assert weigh(reader, **TYPED).data("data-recalled") == [
        f"{each.role} {each.stage}" for each in changed
    ]
    little = replace_coefficients(
        CATALOGUE, ROLE, {c.item: c.value for c in CATALOGUE.role[ROLE].match} | {"nlp": 90_000}
    )
    assert len(reranked_people(CATALOGUE, little)) < len(changed)
    assert weigh(reader, nlp="90").data("data-recalled") == [
        f"{each.role} {each.stage}" for each in reranked_people(CATALOGUE, little)
    ]


@pytest.mark.parametrize("person", [CLEAR, FLAT, FEW])
def test_ones_own_latest_result_stands_beside_itself(reader: Visitor, person: Levels) -> None:
    reader.finish(FLAT)
    reader.finish(person)
    ratings: Ratings = person
    today, after = (
        {match.role: place for place, match in enumerate(score(catalogue, ratings).order, 1)}
        for catalogue in (CATALOGUE, THEN)
    )
    page = weigh(reader, **TYPED)
    assert own(page) == {role: (today[role], after[role]) for role in today}
    second = score(THEN, ratings).order[1]
    assert f"{second.behind:.2f} ± {second.behind_se:.2f}" in page.text
    assert faults(page, reader.language) == []


def test_without_a_finished_result_there_is_none_and_a_strangers_is_not_shown(
    app: Flask, visitor: Visitor
) -> None:
    Visitor(app).finish(CLEAR)
    assert own(weigh(visitor, **TYPED)) == {}
    visitor.begin()
    assert own(weigh(visitor, **TYPED)) == {}


def test_nothing_is_saved(app: Flask, reader: Visitor) -> None:
    reader.finish(CLEAR)
    before = reader.open("/assessments/1").text

    def everything() -> dict[str, list[tuple[object, ...]]]:
        with reading(context_of(app).engine) as db:
            return {
                name: sorted(map(tuple, db.execute(select(table))), key=repr)
                for name, table in metadata.tables.items()
            }

    def count() -> int:
        with reading(context_of(app).engine) as db:
            return sum(
                db.scalar(select(func.count()).select_from(table)) or 0
                for table in metadata.tables.values()
            )

    stored, number = everything(), count()
    page = weigh(reader, **TYPED)
    assert (page.path, page.response.request.query_string, page.headers["Cache-Control"]) == (
        PATH,
        b"",
        "no-store",
    )
    assert (everything(), count()) == (stored, number)
    assert reader.open("/assessments/1").text == before
    assert typed(reader.open(PATH))["docker"] != "0"


BAD = ["-1", "1001", "1.5", "many", "", " ", "9" * 30, "<b>", "१"]


@pytest.mark.parametrize("value", BAD)
def test_an_invalid_number_is_named_and_every_number_is_shown_again(
    reader: Visitor, value: str
) -> None:
    page = weigh(reader, docker=value, nlp="90")
    assert page.status == 400
    assert "#docker" in page.links
    assert (typed(page)["docker"], typed(page)["nlp"]) == (value.strip(), "90")
    field = next(
        found for tag, found in page.elements if tag == "input" and found.get("name") == "docker"
    )
    assert field["aria-invalid"] == "true"
    assert set(field["aria-describedby"].split()) <= {found.get("id") for _, found in page.elements}
    assert page.data("data-then") == []
    assert faults(page, reader.language) == []


def test_all_zeros_are_refused_and_shown_again(reader: Visitor) -> None:
    page = weigh(reader, **dict.fromkeys(CATALOGUE.item, "0"))
    assert page.status == 400
    assert set(typed(page).values()) == {"0"}
    assert "data-focus" in page.html
    assert faults(page, reader.language) == []


def test_a_field_that_is_not_sent_stands_as_it_is_today(visitor: Visitor) -> None:
    assert then(visitor.post(PATH, **TYPED)) == {c.item: c.value for c in THEN.role[ROLE].match}


def test_a_form_with_an_expired_token_is_shown_again_as_typed(reader: Visitor) -> None:
    page = weigh(reader, csrf_token="old", **TYPED)
    assert page.status == 400
    assert {item: typed(page)[item] for item in TYPED} == TYPED
    assert page.data("data-then") == []
    again = reader.press(page, page.form(PATH))
    assert (again.status, then(again)["docker"]) == (200, 0)


def test_the_language_switch_keeps_what_was_typed(reader: Visitor) -> None:
    other = {"en": "ko", "ko": "en"}[reader.language]
    page = weigh(reader, button=other, **TYPED)
    assert (page.status, page.language, page.path) == (200, other, PATH)
    assert {item: typed(page)[item] for item in TYPED} == TYPED
    assert faults(page, other) == []
    assert weigh(reader, button=reader.language, docker="many").status == 400


def test_the_weights_page_answers_while_the_database_is_locked(app: Flask, reader: Visitor) -> None:
    reader.finish(CLEAR)
    page = reader.open(PATH)
    with refusing(context_of(app).engine, "locked"):
        assert own(reader.press(page, page.form(PATH), **TYPED)) != {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_role_is_404(visitor: Visitor, method: str) -> None:
    assert (
        visitor.open("/method/weights/nobody", method, data={"csrf_token": visitor.token}).status
        == 404
    )
    assert visitor.open("/method/weights/nobody", "POST", data={"csrf_token": "old"}).status in {
        400,
        404,
    }
