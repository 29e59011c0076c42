"""The HTML of a page without script, checked by axe, which needs script to run."""

from dataclasses import dataclass

from playwright.sync_api import BrowserContext, Page, Response, Route

SEEN = """() => {
  const visible = [...document.body.querySelectorAll("*")].filter((each) => each.checkVisibility());
  return visible.map((each) => {
    const { color, backgroundColor } = getComputedStyle(each);
    const attributes = [...each.attributes].filter(({ name }) => name !== "open");
    const texts = attributes.map(({ name, value }) => `${name}=${value}`);
    return [each.tagName, texts, color, backgroundColor].join();
  });
}"""
"""Return every visible element, as axe would judge it."""


class Sent:
    """The last page that a browser received, as it came."""

    def __init__(self, page: Page) -> None:
        self._answers: list[Response] = []
        page.on("response", self._meet)

    @property
    def html(self) -> str:
        return self._answers[-1].text()

    def _meet(self, answer: Response) -> None:
        if answer.request.is_navigation_request() and "location" not in answer.headers:
            self._answers.append(answer)


@dataclass
class Unscripted:
    """One page for all checks, one after the other."""

    context: BrowserContext

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self._html = ""
        self.context.route("**/*", self._answer)

    def open(self, url: str, html: str) -> Page:
        """Show this HTML at that address, with the server's style."""
        assert "<noscript" not in html, "it would stay hidden here"
        self._html = html
        # The same address with a fragment would not be loaded again.
        self.page.goto("about:blank")
        self.page.goto(url)
        return self.page

    def _answer(self, route: Route) -> None:
        kind = route.request.resource_type
        if kind == "document":
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8")
        elif kind == "script":
            route.fulfill(body="", content_type="text/javascript")
        elif kind == "stylesheet":
            style = route.fetch()
            assert "(scripting: none)" not in style.text(), "it would not be met here"
            route.fulfill(
                response=style,
                body=style.text().replace("(scripting: enabled)", "(scripting: none)"),
            )
        else:
            route.continue_()
