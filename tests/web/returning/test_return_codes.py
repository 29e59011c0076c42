"""A return code as its owner sees it: created by POST, shown once, and replaceable."""

import re

from app.storage.return_codes import grouped
from tests.support.visitor import CLEAR, FLAT, Visitor
from tests.web.returning.return_codes import code_on, enter, make_code, newcomer


def test_the_first_result_offers_a_code_and_later_ones_no_more(reader: Visitor) -> None:
    result = reader.result_of(CLEAR)
    made = reader.press(result, result.form("/return/code"))
    assert made.status == 200
    code_on(made)
    for page in (reader.open("/assessments/1"), reader.result_of(FLAT)):
        assert not [form for form in page.forms if form.action == "/return/code"]
    assert not [form for form in reader.open("/example").forms if form.action == "/return/code"]


def test_a_code_is_shown_in_the_answer_to_the_button_and_never_again(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    page = visitor.open("/return/code")
    made = visitor.press(page, page.form("/return/code"))
    code = code_on(made)
    assert made.headers["Cache-Control"] == "no-store"
    seen = [
        visitor.open(path)
        for path in ("/return/code", "/assessments", "/assessments/1", "/leave", "/return", "/")
    ]
    again = visitor.press(page, page.form("/return/code"))
    assert again.path == "/return/code"
    assert "A code has been made since that page was opened" in again.text
    for each in (*seen, again):
        assert code not in re.sub(r"\s", "", each.html)
    assert enter(newcomer(visitor), code).path == "/assessments", (
        "the code that was noted is still the one"
    )


def test_a_code_is_in_no_cookie_and_in_no_address(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    page = visitor.open("/return/code")
    made = visitor.open("/return/code", "POST", follow=False, data=page.form("/return/code").values)
    code = code_on(made)
    entered = newcomer(visitor)
    came = entered.open(
        "/return", "POST", follow=False, data={"csrf_token": entered.token, "code": grouped(code)}
    )
    assert came.status == 303
    for each in (made, came):
        assert not [
            value
            for value in each.headers.values()
            if code in value.upper() or grouped(code) in value
        ]
    assert not [link for link in made.links if code in link]


def test_looking_at_the_page_makes_no_code(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    for path in ("/return/code", "/return/code/shown", "/return"):
        visitor.open(path)
    assert "You have no return code yet" in visitor.open("/return/code").text


def test_a_new_code_ends_the_old_one_at_once(reader: Visitor) -> None:
    reader.finish(CLEAR)
    old = make_code(reader)
    new = make_code(reader)
    assert enter(newcomer(reader), old).status == 400
    assert enter(newcomer(reader), new).path == "/assessments"


def test_a_shown_code_can_be_read_in_the_other_language_and_downloaded_as_text(
    visitor: Visitor,
) -> None:
    visitor.finish(CLEAR)
    page = visitor.open("/return/code")
    made = visitor.press(page, page.form("/return/code"))
    code = code_on(made)
    other = visitor.press(made, made.form("/shown"), "ko")
    assert (other.language, code_on(other)) == ("ko", code)
    file = visitor.press(made, made.form("/shown"), "text")
    assert file.headers["Content-Disposition"] == "attachment; filename=orienteer-return-code.txt"
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert grouped(code) in file.html
    assert "http://localhost/return" in file.html
    assert (file.headers["Cache-Control"], file.headers["X-Content-Type-Options"]) == (
        "no-store",
        "nosniff",
    )


def test_a_code_of_another_owner_is_not_shown(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    code, stranger = make_code(visitor), newcomer(visitor)
    stranger.begin()
    old = make_code(visitor) and code
    for who, typed in ((stranger, code), (visitor, old), (visitor, "nonsense"), (visitor, "")):
        page = who.post("/return/code/shown", code=typed)
        assert page.path == "/return/code"
        assert code not in page.html


def test_a_visitor_without_an_assessment_is_led_to_the_code_field(visitor: Visitor) -> None:
    assert visitor.open("/return/code").path == "/return"
    assert [
        visitor.post(path).status
        for path in ("/return/code", "/return/code/shown", "/return/devices")
    ] == [404] * 3


def test_an_odd_number_in_the_form_makes_no_code(visitor: Visitor) -> None:
    visitor.finish(CLEAR)
    make_code(visitor)
    for odd in ("", "x", "-1", "1" * 19, "9" * 19, "9" * 5000, "\u0661", " 1"):
        assert "A code has been made since" in visitor.post("/return/code", replaces=odd).text
