"""Ending a link, and the list of links with what each shows."""

import re
import time

import pytest
from sqlalchemy import select

from app.storage.engine import reading
from app.storage.tables import share
from tests.conftest import context_of
from tests.support.visitor import CLEAR, Visitor
from tests.web.sharing.shares import address_of, made
from tests.web.sharing.test_sharing import PAGE, ends


def test_ending_one_says_so_and_leaves_the_others(reader: Visitor) -> None:
    reader.finish(CLEAR)
    first = made(reader, "ratings")
    second = made(reader, "plan")
    told = {"en": "The link has ended.", "ko": "링크를 끝냈어요."}[reader.language]
    for _ in range(2):
        after = reader.press(first, ends(first)[0])
        assert (after.status, told in after.text, len(ends(after))) == (200, True, 1), (
            "a second press changes nothing"
        )
        assert reader.open(address_of(first)).status == 404
        assert reader.open(address_of(second)).status == 200


def test_a_form_sent_again_does_not_open_a_link_that_was_ended(reader: Visitor) -> None:
    """A browser that restores its pages sends it again."""
    reader.finish(CLEAR)
    form = reader.open(PAGE).form("/share")
    page = reader.post(PAGE, **form.values)
    reader.press(page, ends(page)[0])
    again = reader.post(PAGE, **form.values)
    told = {"en": "No link was made", "ko": "링크를 만들지 않았어요"}[reader.language]
    assert (again.status, told in again.text, ends(again)) == (409, True, [])
    assert reader.open(address_of(page)).status == 404
    new = reader.press(again, again.form("/share"), "make")
    assert reader.open(address_of(new)).status == 200
    assert address_of(new) != address_of(page)


def test_a_form_that_was_open_for_more_than_a_day_makes_no_link(
    sharer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    form, now = sharer.open(PAGE).form("/share"), time.time
    monkeypatch.setattr(time, "time", lambda: now() + 25 * 3600)
    page = sharer.post(PAGE, **form.values)
    assert (page.status, ends(page)) == (409, [])
    made_now = sharer.press(page, page.form("/share"), "make")
    assert sharer.open(address_of(made_now)).status == 200


def test_another_owner_cannot_end_a_link(sharer: Visitor, visitor: Visitor) -> None:
    page = made(sharer)
    visitor.finish(CLEAR)
    visitor.post(ends(page)[0].action)
    assert visitor.open(address_of(page)).status == 200
    left_open = {
        name: value for name, value in ends(page)[0].values.items() if name == "assessment"
    }
    assert visitor.post(ends(page)[0].action, **left_open).status == 404, (
        "a page left open by somebody before"
    )


@pytest.mark.parametrize("id", ["x", "-1", "9" * 19, "9" * 20, "٣", "1.0"])
def test_an_invalid_link_id_is_404(sharer: Visitor, id: str) -> None:
    assert sharer.post(f"{PAGE}/{id}/end").status == 404


def test_the_list_says_what_each_shows_and_for_how_long(sharer: Visitor) -> None:
    for days, boxes in {
        "1": (),
        "7": ("ratings",),
        "30": ("plan",),
        "90": ("ratings", "plan"),
    }.items():
        page = made(sharer, *boxes, days=days)
    listed = re.findall(
        r"<h3>(.*?)</h3>\n<p>made on (.*?) · ends on (.*?) · not opened yet</p>", page.html
    )
    assert {what for what, _, _ in listed} == {
        "Result alone",
        "Result and ratings",
        "Result and plan",
        "Result, ratings and plan",
    }
    assert len({until for _, _, until in listed}) == 4
    with reading(context_of(sharer.app).engine) as db:
        lasts = db.execute(select((share.c.ends_at - share.c.begun_at) / 86400)).scalars().all()
    assert {1, 7, 30, 90} <= set(lasts)
