"""The states of sharing a result and of what is shared, and how to reach them."""

import time
from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from app.storage.engine import writing
from app.storage.shares import MAX_LINKS, create_share, new_token
from tests.browser.person import Person
from tests.support.visitor import CLEAR, FLAT, Levels

SHARE: Final = "/assessments/1/share"


def sharing(person: Person) -> None:
    """Somebody who has finished is about to share it."""
    person.fill(CLEAR)
    person.go(SHARE)


def made(person: Person, *boxes: str, levels: Levels = CLEAR) -> str:
    """Create a link with these boxes ticked as somebody who has finished. Return its address."""
    person.fill(levels)
    person.go(SHARE)
    for box in boxes:
        person.page.locator(f'[name="{box}"]').check()
    person.press("Make a link")
    address = person.page.locator("#address")
    expect(address).to_be_visible()
    return address.input_value()


def shared(*boxes: str, path: str = "", levels: Levels = CLEAR) -> Callable[[Person], None]:
    """A page of what somebody else has shared."""

    def way(person: Person) -> None:
        address = made(person, *boxes, levels=levels)
        person.context.clear_cookies()
        person.page.goto(address + path)
        expect(person.page.get_by_text(person.say("This was shared with you."))).to_be_visible()

    return way


def ended(person: Person) -> None:
    """A revoked link."""
    person.expects("404 (")
    address = made(person)
    person.page.locator('form[action$="/end"] button').click()
    expect(person.page.get_by_role("status")).to_be_visible()
    person.page.goto(address)


def no_more(person: Person) -> None:
    """Somebody with as many links as there may be asks for one more."""
    person.expects("409 (")
    sharing(person)
    (found,) = person.server.assessments(person.secret)
    with writing(person.server.engine) as db:
        for number in range(MAX_LINKS):
            assert create_share(
                db, found, new_token(), number % 2 == 0, number % 3 == 0, 30, int(time.time())
            )
    person.press("Make a link")
    expect(person.page.get_by_role("alert")).to_be_visible()


def days_that_cannot_be(person: Person) -> None:
    person.expects("400 (")
    sharing(person)
    person.page.locator("#days option:checked").evaluate("option => { option.value = '365'; }")
    person.press("Make a link")
    expect(person.page.locator("#days-problem")).to_be_visible()


SHARED_STATES: Final[dict[str, Callable[[Person], None]]] = {
    "share": sharing,
    "share, a link made": lambda person: made(person, "ratings", "plan") and None,
    "share, no more": no_more,
    "share, days that cannot be": days_that_cannot_be,
    "shared": shared(),
    "shared, too close": shared("ratings", levels=FLAT),
    "shared, with ratings and plan": shared("ratings", "plan"),
    "shared, plan": shared("plan", path="/plan"),
    "shared, ended": ended,
}
