"""A link's address is a secret, and a dead link looks like one that never existed."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.storage.engine import reading
from app.storage.tables import device
from app.web import shared_result
from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.visitor import FLAT, Visitor
from tests.web.returning.visits import backdate_visit
from tests.web.sharing.shares import BOXES, link, unnamed
from tests.web.statements import statements

DAY = 24 * 3600


def test_what_is_over_taken_back_deleted_or_never_was_looks_the_same(
    app: Flask, reader: Visitor, sharer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    over, ended, deleted = link(sharer, days="1"), link(sharer), link(sharer, days="90")
    page = sharer.open("/assessments/1/share")
    assert all(reader.open(path).status == 200 for path in (over, ended, deleted))
    for form in [f for f in page.forms if f.action.endswith("/end")]:
        if reader.open(ended).status == 200:
            sharer.press(page, form)
    assert reader.open(ended).status == 404
    sharer.post("/assessments/1/delete")
    later = shared_result.now() + DAY
    monkeypatch.setattr(shared_result, "now", lambda: later)
    found = {}
    for path in (
        over,
        ended,
        deleted,
        f"/shared/{'A' * 43}",
        "/shared/A",
        f"{over}A",
        "/shared/%ff%00",
        "/shared/" + "A" * 500,
    ):
        with statements(context_of(app).engine) as asked:
            answer = reader.open(path)
        assert len(asked) == 1, "one look-up, whatever is wrong"
        assert answer.status == 404
        found[
            unnamed(answer, answer.path.replace("\ufffd", "%EF%BF%BD").replace("\x00", "%00"))
        ] = path
    assert len(found) == 1, found.values()


ENDS = ("", "/plan", "?lang=ko", "/", "/nothing", "A", "/plan/week", "/card.svg", "/card.png")


def test_no_response_under_a_link_is_cached_indexed_or_sent_as_referrer(
    reader: Visitor, sharer: Visitor
) -> None:
    path, statuses = link(sharer, "plan"), set()
    for method in ("GET", "HEAD", "POST", "PUT"):
        for end in ENDS:
            answer = reader.open(path + end, method)
            statuses.add(answer.status)
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert answer.headers["Cache-Control"] == "no-store"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            if answer.status == 200 and method == "GET":
                assert '<meta name="robots" content="noindex">' in answer.html
                assert 'rel="canonical"' not in answer.html
    assert statuses == {200, 404, 405}


@pytest.mark.parametrize("boxes", BOXES)
def test_its_address_stands_in_no_other_and_nothing_on_it_is_the_owners_alone(
    reader: Visitor, sharer: Visitor, boxes: tuple[str]
) -> None:
    path = link(sharer, *boxes)
    for page in [reader.open(path), *([reader.open(f"{path}/plan")] if "plan" in boxes else [])]:
        assert [form.action for form in page.forms] == ["/theme"]
        assert "csrf_token" not in page.html
        assert "/assessments/" not in page.html
        addresses = {
            value
            for _, found in page.elements
            for name, value in found.items()
            if name in {"href", "action", "formaction", "src"}
        }
        with_token = {address for address in addresses if path.removeprefix("/shared/") in address}
        other = "en" if reader.language == "ko" else "ko"
        assert with_token <= {
            path,
            f"{path}/plan",
            f"{path}/card.png",
            f"{path}?lang={other}",
            f"{path}/plan?lang={other}",
        }
        for address in addresses - with_token:
            if address.startswith("/") and not address.startswith("/theme"):
                assert reader.open(address).status == 200


def test_light_and_dark_lead_back_to_it(reader: Visitor, sharer: Visitor) -> None:
    path = link(sharer, "plan")
    for address in (path, f"{path}/plan"):
        page = reader.open(address)
        (form,) = page.forms
        dark = next(
            button["formaction"] for button in form.buttons if "dark" in button["formaction"]
        )
        answer = reader.open(dark, "POST", follow=False, data=form.values)
        assert answer.headers["Location"] == f"{address}#theme"
        assert 'data-theme="dark"' in reader.open(address).html


def test_it_is_in_the_language_that_is_asked_for(reader: Visitor, sharer: Visitor) -> None:
    path = link(sharer, "plan")
    assert reader.open(path).language == reader.language
    for language in ("ko", "en"):
        assert reader.open(f"{path}/plan?lang={language}").language == language


def test_a_shared_page_is_the_same_for_every_reader_and_keeps_their_owner(
    app: Flask, sharer: Visitor
) -> None:
    path, stranger, other = link(sharer, "ratings", "plan"), Visitor(app), Visitor(app)
    other.finish(FLAT)
    other.post("/assessments/1/name", follow=False, name="mine")
    backdate_visit(other, 25 * 3600)
    cookies = {name: other.client.get_cookie(name) for name in ("orienteer", "session")}
    assert all(cookies.values())
    with reading(context_of(app).engine) as db:
        seen = db.execute(select(device).order_by(device.c.owner)).all()
    for page in ("", "/plan"):
        theirs, owners, strangers = (each.open(path + page) for each in (other, sharer, stranger))
        assert theirs.html == owners.html == strangers.html
        assert theirs.headers.getlist("Set-Cookie") == strangers.headers.getlist("Set-Cookie") == []
    with reading(context_of(app).engine) as db:
        assert db.execute(select(device).order_by(device.c.owner)).all() == seen
    assert {name: other.client.get_cookie(name) for name in cookies} == cookies
    assert "The name is kept." in other.open("/assessments").text, (
        "what they were to be told waits for a page of theirs"
    )


def test_a_link_that_opens_nothing_sets_no_cookie_either(visitor: Visitor) -> None:
    visitor.finish(FLAT)
    visitor.post("/assessments/1/name", follow=False, name="mine")
    page = visitor.open("/shared/nothing")
    assert (page.status, page.headers.getlist("Set-Cookie")) == (404, [])
    assert "The name is kept." in visitor.open("/assessments").text


def test_a_shared_page_is_shown_while_nothing_can_be_written(
    visitor: Visitor, sharer: Visitor
) -> None:
    path = link(sharer, "plan")
    with refusing(context_of(visitor.app).engine, "read-only"):
        assert visitor.open(path).status == 200
        assert visitor.open(f"{path}/plan").status == 200
