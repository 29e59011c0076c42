"""The states of the form with other weights for a role, and how to reach them."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import expect

from tests.browser.person import Person

Way = Callable[[Person], None]


def weighed(typed: dict[str, str], shown: str) -> Way:
    """Weigh a role otherwise as somebody who has finished. Invalid numbers are sent, too."""

    def way(person: Person) -> None:
        person.expects("400 (")
        person.fill()
        person.go("/method/weights/mlops_engineer")
        person.page.locator("#weights").evaluate("form => { form.noValidate = true; }")
        for item, number in typed.items():
            person.page.locator(f"#{item}").fill(number)
        person.press("Show what would change")
        expect(person.page.locator(shown)).to_be_visible()

    return way


METHOD_STATES: Final[dict[str, Way]] = {
    "weights": lambda person: person.go("/method/weights/ai_product_manager"),
    "weights, weighed otherwise": weighed(
        {"docker": "0", "kubernetes": "0", "nlp": "90"}, "#changes"
    ),
    "weights, a wrong number": weighed({"docker": "2000"}, "#docker-problem"),
}
