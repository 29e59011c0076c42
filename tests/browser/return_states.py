"""The states of leaving and coming back: a code's form, a shown code, browsers, a merge."""

import time
from collections.abc import Callable

from playwright.sync_api import expect

from app.storage.assessments import start_assessment
from app.storage.engine import writing
from app.storage.owners import create_device, create_owner, find_owner
from app.storage.return_codes import grouped, make_code, new_code
from tests.browser.person import Person
from tests.support.visitor import CLEAR


def typed(code: str) -> Callable[[Person], None]:
    """The page for a code that opens nothing."""

    def way(person: Person) -> None:
        person.expects("400 (")
        person.go("/return")
        person.page.locator("#code").fill(code)
        person.press("Open my assessments")
        expect(person.page.locator("#code-problem")).to_be_visible()

    return way


def shown(person: Person) -> None:
    person.fill(CLEAR)
    person.go("/assessments/1")
    person.press("Make a return code")
    expect(person.page.locator("[data-code]")).to_be_visible()


def devices(person: Person) -> None:
    """Somebody with a code and two more browsers."""
    shown(person)
    with writing(person.server.engine) as db:
        owner = find_owner(db, person.secret)
        assert owner
        for days in (3, 90):
            create_device(db, owner.id, int(time.time()) - days * 24 * 3600)
    person.go("/return/code")


def both_sides(person: Person) -> None:
    person.fill(CLEAR)
    with writing(person.server.engine) as db:
        other, _ = create_owner(db, int(time.time()))
        start_assessment(db, other.id, int(time.time()) - 40 * 24 * 3600)
        code = make_code(db, other.id, int(time.time()), None)
    assert code
    person.go("/return")
    person.page.locator("#code").fill(code)
    person.press("Open my assessments")
    expect(person.page.locator('[name="do"][value="together"]')).to_be_visible()


def no_code_yet(person: Person) -> None:
    person.fill(CLEAR)
    person.go("/return/code")


def leave(person: Person) -> None:
    person.fill(CLEAR)
    person.go("/leave")


def left(person: Person) -> None:
    leave(person)
    person.press("Clear this device now")
    expect(person.page.locator("[data-clear]")).to_be_visible()


def leaving_with_a_code(person: Person) -> None:
    shown(person)
    person.go("/leave")


RETURN_STATES: dict[str, Callable[[Person], None]] = {
    "return": lambda person: person.go("/return"),
    "return, a slip": typed("7K3M 9QXD 7K3M 9QXD 7K3M 9QXD 7K3M"),
    "return, signs of no code": typed("코드 7K3M$"),
    "return, unknown": typed(grouped(new_code())),
    "return, no code yet": no_code_yet,
    "return, the code": shown,
    "return, devices": devices,
    "return, both sides": both_sides,
    "leave": leave,
    "left": left,
    "leave, with a code": leaving_with_a_code,
}
