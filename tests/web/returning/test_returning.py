"""A return code on another device: the same assessments open there, and its own are not lost."""

import pytest

from app.storage.engine import reading
from app.storage.owners import find_owner
from app.storage.return_codes import grouped, new_code
from tests.conftest import context_of
from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor
from tests.web.returning.return_codes import devices, enter, make_code, newcomer, numbers, secret
from tests.web.walk_forms import LOST

WRONG = {
    "": {"en": "Type your return code here.", "ko": "이어하기 코드를 여기에 적어 주세요."},
    "7K3M 9QXD": {
        "en": "A return code has 28 letters and digits; this has 8.",
        "ko": "모두 28자인데, 적은 것은 8자예요.",
    },
    "ㅋㅋ <b>": {"en": "These do not belong in it: ", "ko": "코드에 들어갈 수 없는 글자: "},
    "7K3M 9QXD 7K3M 9QXD 7K3M 9QXD 7K3M": {
        "en": "One letter or digit is not right",
        "ko": "한 글자가 틀렸거나",
    },
    "E46N JA4K BJYT 48DG 1BQ9 PK3K KYMQ": {
        "en": "it opens nothing here",
        "ko": "이 코드로 열리는 것이 여기에는 없어요",
    },
}


@pytest.fixture
def first(reader: Visitor) -> Visitor:
    """Return somebody with one result."""
    reader.finish(CLEAR)
    return reader


def typed_again(page: Page) -> str:
    return page.form("/return").values["code"]


@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_code_has_its_own_error_and_stays_typed(reader: Visitor, code: str) -> None:
    page = enter(reader, code)
    assert page.status == 400
    assert WRONG[code][reader.language] in page.text
    assert typed_again(page) == code
    assert secret(reader) is None


def test_a_code_opens_the_same_assessments_however_it_is_typed(first: Visitor) -> None:
    code, second = make_code(first), newcomer(first)
    page = enter(
        second, " " + grouped(code).lower().replace(" ", " - ").replace("0", "o").replace("1", "l")
    )
    assert (page.status, page.path) == (200, "/assessments")
    assert numbers(second) == numbers(first) == ["/assessments/1"]
    assert second.open("/assessments/1").text == first.open("/assessments/1").text
    assert secret(second) != secret(first), "each browser has a secret of its own"
    assert devices(first) == 2


def test_entering_a_code_starts_a_new_session(first: Visitor) -> None:
    code, second = make_code(first), newcomer(first)
    before, session = second.token, second.client.get_cookie("session")
    enter(second, code)
    after = second.client.get_cookie("session")
    assert session
    assert after
    assert after.value != session.value
    assert second.open("/assessments", "POST", data={"csrf_token": before}).status == 400, (
        "a form of before is out of date"
    )


def test_entering_ones_own_code_changes_nothing(first: Visitor) -> None:
    code, held = make_code(first), secret(first)
    assert enter(first, code).path == "/assessments"
    assert (secret(first), devices(first)) == (held, 1)


def test_after_too_many_wrong_codes_a_wrong_one_stays_typed_and_the_right_one_opens(
    first: Visitor,
) -> None:
    code, guesser = make_code(first), newcomer(first)
    guesses = [enter(guesser, new_code()).status for _ in range(20)]
    assert guesses == [400] * 20
    wrong = grouped(new_code())
    page = enter(guesser, wrong)
    assert (page.status, typed_again(page)) == (429, wrong)
    assert int(page.headers["Retry-After"]) >= 1
    assert guesser.post("/return/merge", code=wrong, do="open").status == 429, (
        "there is no way round"
    )
    assert enter(guesser, code).path == "/assessments"


def test_a_code_typed_on_an_expired_page_is_shown_again(reader: Visitor) -> None:
    page = reader.open("/return")
    back = reader.press(page, page.form("/return"), code="7k3m", **LOST)
    assert (back.status, typed_again(back)) == (400, "7k3m")


def test_clearing_the_device_disconnects_it_and_the_code_opens_it_again(first: Visitor) -> None:
    code, held = make_code(first), secret(first)
    first.post("/leave")
    forger = newcomer(first)
    forger.client.set_cookie("orienteer", str(held))
    assert forger.open("/assessments/1").status == 404, "the secret is gone from the database, too"
    enter(first, code)
    assert numbers(first) == ["/assessments/1"]
    assert devices(first) == 1


def test_one_browser_or_all_others_are_ended(first: Visitor) -> None:
    code = make_code(first)
    others = [newcomer(first) for _ in range(3)]
    for each in others:
        enter(each, code)
    page = first.open("/return/code")
    one = next(form for form in page.forms if form.action.endswith("/devices") and form.buttons)
    first.press(page, one)
    assert sorted(each.open("/assessments/1").status for each in others) == [200, 200, 404]
    first.post("/return/devices", device="others")
    assert [each.open("/assessments/1").status for each in others] == [404] * 3
    stranger = newcomer(first)
    assert {each.open("/assessments/1").text for each in others} == {
        stranger.open("/assessments/1").text
    }, "as a stranger's"
    assert first.open("/assessments/1").status == 200
    make_code(first)
    assert {enter(each, code).status for each in others} == {400}


def test_nobody_can_end_another_owners_browser_or_the_one_in_use(first: Visitor) -> None:
    stranger, another = newcomer(first), newcomer(first)
    for each in (stranger, another):
        each.begin()
    with reading(context_of(first.app).engine) as db:
        ids = [
            str(found.device)
            for each in (first, stranger, another)
            if (found := find_owner(db, secret(each) or ""))
        ]
    assert len(set(ids)) == 3
    for who in (first, stranger):
        for id in (*ids, "x", "", "9" * 30):
            assert who.post("/return/devices", device=id).status == 200
    assert [devices(who) for who in (first, stranger, another)] == [1, 1, 1]
