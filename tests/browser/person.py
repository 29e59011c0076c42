"""A person at a browser: what they see and press, and what the browser complains about."""

import gettext
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Route,
    WebError,
    expect,
)

from app.catalogue.text import Language
from tests.browser.server import Server
from tests.support.visitor import AREAS, CLEAR, Levels, choice

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
TRANSLATIONS = Path(__file__).parents[2] / "app" / "translations"
RATINGS = "**/ratings/*"


@dataclass
class Person:
    """One browser context and its first page."""

    server: Server
    context: BrowserContext
    page: Page
    language: Language
    complaints: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._console)
        self.context.on("weberror", self._error)
        self.context.on("request", self._request)

    def say(self, sentence: str, **values: str) -> str:
        """Return a sentence of the pages in this person's language.

        Without its values it ends before the first of them.
        """
        korean = gettext.translation("messages", TRANSLATIONS, ["ko"]).gettext(sentence)
        assert korean != sentence, f"the pages do not say {sentence!r}, or not in Korean"
        words = korean if self.language == "ko" else sentence
        return words % values if values else words.partition("%(")[0]

    def expects(self, *complaints: str) -> None:
        """Expect these parts of console messages. All others fail the test."""
        self.expected += complaints

    def unexpected(self) -> list[str]:
        return [said for said in self.complaints if not any(part in said for part in self.expected)]

    def go(self, path: str, page: Page | None = None) -> None:
        (page or self.page).goto(self.server.url + path)

    def comes_to(self, path: str, page: Page | None = None) -> None:
        """Wait until the page is the one at this path."""
        expect(page or self.page).to_have_url(
            re.compile("^" + re.escape(self.server.url + path) + "([?#]|$)")
        )

    @property
    def secret(self) -> str:
        """The cookie that identifies the owner."""
        return next((c["value"] for c in self.context.cookies() if c["name"] == "orienteer"), "")

    def press(self, sentence: str, page: Page | None = None) -> None:
        """Press the button or follow the link whose text begins with these words."""
        here, name = (
            page or self.page,
            re.compile("^" + re.escape(self.say(sentence)) + ("$" if "%(" not in sentence else "")),
        )
        here.get_by_role("button", name=name).or_(here.get_by_role("link", name=name)).first.click()

    def next(self, page: Page | None = None) -> int:
        """Go to the next page of the questionnaire. Return its status."""
        here = page or self.page
        with here.expect_navigation() as gone:
            self.next_button(here).click()
        assert gone.value
        return gone.value.status

    def next_button(self, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_role(
            "button", name=re.compile("^" + self.say("Next: %(area)s"))
        )

    def radio(self, skill: str, level: int | None, page: Page | None = None) -> Locator:
        return (page or self.page).locator(f'input[name="{skill}"][value="{choice(level)}"]')

    def choose(self, skill: str, level: int | None, page: Page | None = None) -> None:
        """Pick an answer. None is the skip."""
        self.radio(skill, level, page).check()

    def state(self, skill: str, page: Page | None = None) -> Locator:
        """The line under a question that says whether its answer is saved."""
        return (page or self.page).locator(f'[data-state="{skill}"]')

    def all_say(self, sentence: str) -> None:
        """Wait until every question of this page is saved."""
        states = self.page.locator("[data-state]")
        expect(states).to_have_text([self.say(sentence)] * states.count())

    def begin(self, area: str = "math") -> None:
        """Start an assessment and open one of its areas."""
        self.fill({}, finish=False)
        self.go(f"/assessments/1/{area}")

    def fill(self, levels: Levels = CLEAR, number: int = 1, finish: bool = True) -> None:
        """Send whole pages of answers as the forms do, unseen, for tests of what comes after."""
        found = TOKEN.search(self.context.request.get(self.server.url).text())
        assert found
        pages: dict[str, dict[str, str]] = {"/assessments": {}}
        for area, skills in AREAS.items():
            pages[f"/assessments/{number}/{area}"] = {
                skill: choice(levels[skill]) for skill in skills if skill in levels
            }
        if finish:
            pages[f"/assessments/{number}/review"] = {}
        for path, form in pages.items():
            sent: dict[str, str | float | bool] = {"csrf_token": found[1], **form}
            assert (
                self.context.request.post(self.server.url + path, form=sent, max_redirects=0).status
                == 303
            )

    def close_before_it_is_sent(self, skill: str, level: int) -> None:
        """Choose without a connection, close the tab and open a new one.

        The page itself loses its network. If the browser lost and found it, it could still send
        what a closing page flushes.
        """
        self.lose_connection_of_script()
        self.choose(skill, level)
        expect(self.state(skill)).to_have_text(self.say("Not kept yet; trying again"))
        self.page.close()
        self.page = self.context.new_page()

    def lose_connection_of_script(self) -> None:
        """Block every save of this page's script from now on. The page's forms still work."""
        self.page.evaluate(
            "() => { window.fetch = () => Promise.reject(new TypeError('no connection')); }"
        )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self.server.url + "/"):
            self.complaints.append(f"request to elsewhere: {request.url}")


class HeldSaves:
    """Hold the script's saves from now on until `let_go`."""

    def __init__(self, person: Person) -> None:
        self.held: list[Route] = []
        self._holding = True
        person.context.route(RATINGS, self._meet)

    def let_go(self, first: int = 0) -> None:
        """Release them from the given one on, and all later ones at once."""
        self._holding = False
        for route in self.held[first:]:
            route.continue_()

    def _meet(self, route: Route) -> None:
        if self._holding:
            self.held.append(route)
        else:
            route.continue_()
