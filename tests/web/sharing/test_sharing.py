"""Creating a link: its address is shown once, and a form that failed keeps what was chosen."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from app.storage.engine import reading
from app.storage.owners import secret_hash
from app.storage.shares import MAX_LINKS
from app.storage.tables import metadata
from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.page import Form, Page
from tests.support.visitor import CLEAR, FEW, FLAT, Visitor
from tests.web.sharing.shares import ADDRESS, address_of, link, made

PAGE = "/assessments/1/share"


def ends(page: Page) -> list[Form]:
    """Return the forms that revoke links, the newest first."""
    return [form for form in page.forms if form.action.endswith("/end")]


def ticked(page: Page) -> dict[str, str]:
    """Return the ticked boxes of the form."""
    return {
        name: value
        for name, value in page.form("/share").values.items()
        if name in {"ratings", "plan", "days"}
    }


def stored(engine: Engine) -> bytes:
    """Return all that the database holds: SQLite's files, or every value of every row."""
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    with reading(engine) as db:
        values = [
            value
            for table in metadata.sorted_tables
            for row in db.execute(select(table))
            for value in row
        ]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for value in values
    )


def test_the_result_leads_to_it_and_it_says_what_is_never_shown(reader: Visitor) -> None:
    result = reader.result_of(CLEAR)
    assert PAGE in result.links
    page = reader.open(PAGE)
    assert (page.status, ticked(page), ends(page)) == (200, {"days": "7"}, [])
    assert {"en": "the name of this one never go along", "ko": "이름은 절대 보이지 않아요"}[
        reader.language
    ] in page.text


def test_the_address_is_shown_once_and_stored_nowhere(sharer: Visitor, app: Flask) -> None:
    path = link(sharer, "ratings")
    again = sharer.open(PAGE)
    token = path.rpartition("/")[2]
    assert token not in again.html
    assert len(ends(again)) == 1
    written = stored(context_of(app).engine)
    assert secret_hash(token) in written
    assert token.encode() not in written
    assert not [cookie for cookie in sharer.client._cookies.values() if token in cookie.value]


def test_a_form_that_is_sent_twice_makes_one_link(sharer: Visitor) -> None:
    page = sharer.open(PAGE)
    answers = [
        sharer.press(page, page.form("/share"), "make", days="30", plan="yes") for _ in range(2)
    ]
    assert address_of(answers[0]) == address_of(answers[1])
    assert [len(ends(each)) for each in answers] == [1, 1]
    assert address_of(sharer.press(answers[1], answers[1].form("/share"), "make")) != address_of(
        answers[0]
    )


@pytest.mark.parametrize(
    "text", ["", "A" * 43, "WyJhIiwiYiJd.c2ln", "\ufffd", "another assessment's", "a stranger's"]
)
def test_only_a_token_that_was_made_for_this_form_is_taken(sharer: Visitor, text: str) -> None:
    sharer.finish(FLAT)
    stranger = Visitor(sharer.app)
    stranger.finish(CLEAR)
    others = {"another assessment's": (sharer, 2), "a stranger's": (stranger, 1)}
    if text in others:
        whose, number = others[text]
        text = whose.open(f"/assessments/{number}/share").form("/share").values["link"]
    page = sharer.open(PAGE)
    first = address_of(sharer.press(page, page.form("/share"), "make", link=text))
    second = address_of(sharer.press(page, page.form("/share"), "make", link=text))
    assert first != second, "a token of the server's own each time"
    assert "A" * 43 not in first


@pytest.mark.parametrize(
    ("days", "boxes"), [("1", ()), ("90", ("ratings", "plan")), ("30", ("plan",))]
)
def test_another_language_keeps_what_is_chosen_and_the_address(
    sharer: Visitor, days: str, boxes: tuple[str, ...]
) -> None:
    page = made(sharer)
    turned = sharer.press(page, page.form("/share"), "ko", days=days, **dict.fromkeys(boxes, "yes"))
    assert (turned.status, turned.language) == (200, "ko")
    assert ticked(turned) == {"days": days, **dict.fromkeys(boxes, "yes")}
    assert address_of(turned) == address_of(page)
    assert len(ends(turned)) == 1
    ended = sharer.press(turned, ends(turned)[0])
    assert not ADDRESS.search(sharer.press(turned, turned.form("/share"), "en").html), (
        "the address of a link that is over"
    )
    assert ends(ended) == []


def test_the_number_of_open_links_is_limited_and_the_error_says_so(sharer: Visitor) -> None:
    page = sharer.open(PAGE)
    for _ in range(MAX_LINKS):
        page = made(sharer)
    assert len(ends(page)) == MAX_LINKS
    refused = made(sharer, "plan", days="30")
    assert refused.status == 409
    assert f"{MAX_LINKS} links to this result are open" in refused.text
    assert ticked(refused) == {"days": "30", "plan": "yes"}
    assert (len(ends(refused)), ADDRESS.search(refused.html)) == (MAX_LINKS, None)
    sharer.press(refused, ends(refused)[-1])
    assert sharer.press(refused, refused.form("/share"), "make").status == 200


@pytest.mark.parametrize("days", ["", "0", "8", "-1", "365", "7.0", "9" * 400])
def test_invalid_days_create_no_link(sharer: Visitor, days: str) -> None:
    refused = made(sharer, "ratings", days=days)
    assert (refused.status, ends(refused)) == (400, [])
    assert ticked(refused) == {"days": "7", "ratings": "yes"}
    assert 'id="days-problem"' in refused.html


def test_a_result_without_a_target_has_no_plan_to_share(sharer: Visitor) -> None:
    sharer.finish(FEW)
    page = sharer.open("/assessments/2/share")
    assert 'name="plan"' not in page.html
    path = link(sharer, "plan", number=2)
    assert sharer.open(path).status == 200
    sharer.post("/assessments/2/target", role="dl_engineer", stage="junior")
    assert sharer.open(f"{path}/plan").status == 404, (
        "what was not offered is not shared later either"
    )


def test_an_old_token_loses_nothing_that_was_chosen(sharer: Visitor) -> None:
    page = sharer.open(PAGE)
    came_back = sharer.press(
        page, page.form("/share"), "make", csrf_token="old", days="90", ratings="yes"
    )
    assert (came_back.status, ticked(came_back), ends(came_back)) == (
        400,
        {"days": "90", "ratings": "yes"},
        [],
    )
    assert "No link has been made yet." in came_back.text
    assert sharer.press(came_back, came_back.form("/share"), "make").status == 200


@pytest.mark.parametrize("how", ["locked", "read-only"])
def test_a_failed_save_loses_nothing_that_was_chosen(sharer: Visitor, how: str) -> None:
    page = sharer.open(PAGE)
    with refusing(context_of(sharer.app).engine, how):
        came_back = sharer.press(page, page.form("/share"), "make", days="1", plan="yes")
    assert (came_back.status, ticked(came_back)) == (503, {"days": "1", "plan": "yes"})
    assert ADDRESS.search(came_back.html) is None
    after = sharer.press(came_back, came_back.form("/share"), "make")
    assert len(ends(after)) == 1


def test_a_page_left_open_creates_no_link_to_another_owners_assessment(
    sharer: Visitor, visitor: Visitor
) -> None:
    page = sharer.open(PAGE)
    visitor.finish(FLAT)
    left_open = page.form("/share").values | {"csrf_token": visitor.token, "go": "make"}
    assert visitor.open(PAGE, "POST", data=left_open).status == 404
    assert ends(visitor.open(PAGE)) == []


def test_an_unfinished_assessment_has_nothing_to_share(visitor: Visitor) -> None:
    visitor.begin()
    assert visitor.open(PAGE).path == "/assessments/1/quick"
    assert visitor.post(PAGE, days="7").path == "/assessments/1/quick"
