"""Every page in every state, and how to reach it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial

from playwright.sync_api import expect

from tests.browser.data_states import DATA_STATES
from tests.browser.method_states import METHOD_STATES
from tests.browser.person import Person
from tests.browser.plan_states import PLAN_STATES
from tests.browser.return_states import RETURN_STATES
from tests.browser.saved_states import history
from tests.browser.shared_states import SHARED_STATES
from tests.browser.short_form_states import SHORT_FORM_STATES
from tests.storage.refusal import held
from tests.support.visitor import CATALOGUE, CLEAR, FEW, FLAT, MASTER, Levels

Way = Callable[[Person], None]


def plain(path: str) -> Way:
    return lambda person: person.go(path)


def after(levels: Levels, path: str, finish: bool = True) -> Way:
    """A page of somebody who has answered this."""

    def way(person: Person) -> None:
        person.fill(levels, finish=finish)
        person.go(path)

    return way


def missing(person: Person) -> None:
    person.expects("404 (")
    person.go("/assessments/7")


def kept(person: Person) -> None:
    person.begin("programming")
    for skill, level in {"python": 3, "cpp": None}.items():
        person.choose(skill, level)
        expect(person.state(skill)).to_have_text(person.say("✓ Kept"))


def offline(person: Person) -> None:
    person.expects("ERR_INTERNET_DISCONNECTED")
    person.begin("programming")
    person.context.set_offline(True)
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(person.say("Not kept yet; trying again"))
    person.next_button().click()
    expect(person.page.locator("#offline")).to_be_visible()


def refused(person: Person, status: int, spoil: Callable[[Person], object]) -> None:
    """A form that comes back, because of what happens between its opening and its sending."""
    person.expects(f"{status} (")
    person.begin("programming")
    person.lose_connection_of_script()
    person.choose("python", 4)
    held = spoil(person)
    with held if isinstance(held, AbstractContextManager) else nullcontext():
        assert person.next() == status


def answer_elsewhere(person: Person) -> None:
    person.fill({"python": 1}, finish=False)


def let_session_expire(person: Person) -> None:
    person.context.clear_cookies(name="session")


def send_nonsense(person: Person) -> None:
    person.radio("python", 4).evaluate("radio => { radio.value = '9'; }")


def answered_elsewhere_at_the_review(person: Person) -> None:
    person.expects("409 (")
    after({"python": 1}, REVIEW, finish=False)(person)
    person.lose_connection_of_script()
    person.choose("cpp", 4)
    person.fill({"cpp": 1}, finish=False)
    person.press("Finish and see the result")
    expect(person.page.get_by_role("alert")).to_be_visible()


def long_name(person: Person) -> None:
    person.expects("400 (")
    person.fill()
    person.go("/assessments/1/name")
    person.page.locator("#name").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'a'.repeat(81); }"
    )
    person.page.locator("#name-form .button").first.click()
    expect(person.page.locator("#name-problem")).to_be_visible()


def themed(way: Way, word: str) -> Way:
    """A page in the colours that somebody has chosen at its foot."""

    def chosen(person: Person) -> None:
        way(person)
        person.press(word)
        expect(person.page.locator("html[data-theme]")).to_be_attached()

    return chosen


def wrong_target(person: Person) -> None:
    person.expects("400 (")
    person.fill()
    person.go(RESULT)
    person.page.locator("details:has(#target) > summary").click()
    person.page.locator("#role option:checked").evaluate("option => { option.value = 'nobody'; }")
    person.press("Make this my target")
    expect(person.page.locator("#role-problem")).to_be_visible()


def several(path: str) -> Way:
    """A page of somebody with three finished assessments and an unfinished one."""

    def way(person: Person) -> None:
        for number, levels in enumerate((CLEAR, FLAT, FEW), 1):
            person.fill(levels, number)
        person.fill({"python": 1}, 4, finish=False)
        person.go(path)

    return way


def deleted(person: Person) -> None:
    several("/assessments")(person)
    person.press("Delete")
    expect(person.page.locator(".notice form")).to_be_visible()


EXAMPLE: dict[str, Way] = {"example": plain("/example"), "example, plan": plain("/example/plan")}
RESULT, REVIEW = "/assessments/1", "/assessments/1/review"
STATES: dict[str, Way] = {
    "home": plain("/"),
    "home, dark by choice": themed(plain("/"), "Dark"),
    "home of somebody who stopped": after({"python": 1}, "/", finish=False),
    "home of somebody who finished": after(CLEAR, "/"),
    "questions": after({}, "/assessments/1/ml", finish=False),
    "questions, dark by choice": themed(kept, "Dark"),
    "questions, kept": kept,
    "questions, offline": offline,
    "questions, answered elsewhere": partial(refused, status=409, spoil=answer_elsewhere),
    "questions, expired": partial(refused, status=400, spoil=let_session_expire),
    "questions, nonsense": partial(refused, status=400, spoil=send_nonsense),
    "questions, locked": partial(
        refused, status=503, spoil=lambda person: held(person.server.engine)
    ),
    **SHORT_FORM_STATES,
    "review, mostly open": after({"python": 1, "r": None}, REVIEW, finish=False),
    "review, answered elsewhere": answered_elsewhere_at_the_review,
    "review": after(CLEAR, REVIEW, finish=False),
    "result, clear": after(CLEAR, RESULT),
    "result, light by choice": themed(after(CLEAR, RESULT), "Light"),
    "result, too close": after(FLAT, RESULT),
    "result, too few answers": after(FEW, RESULT),
    "result, all met": after(MASTER, RESULT),
    "result, a target that cannot be": wrong_target,
    "result, with others to compare": several("/assessments/1"),
    **EXAMPLE,
    **PLAN_STATES | SHARED_STATES | RETURN_STATES,
    "saved, none": plain("/assessments"),
    "saved": several("/assessments"),
    "saved, with a history": history,
    "saved, one deleted": deleted,
    "name": after(CLEAR, "/assessments/1/name"),
    "name, too long": long_name,
    "compare": several("/assessments/1/compare/2"),
    **METHOD_STATES,
    **DATA_STATES,
    "missing": missing,
    **{
        page: plain(f"/{page}")
        for page in ("roles", "ai-work", "method", "privacy", "accessibility")
    },
    **{f"role {role.id}": plain(f"/roles/{role.id}") for role in CATALOGUE.roles},
}
