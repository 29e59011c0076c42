"""The style page in a browser: what it shows of every piece is for everyone, too."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.catalogue.text import Language
from tests.browser.axe import resize, violations
from tests.browser.person import Person
from tests.browser.server import Server, serving
from tests.browser.test_pages import NARROWEST


@pytest.fixture(scope="module")
def developed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in Flask's debug mode."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASK_DEBUG", "1")
        with serving(tmp_path_factory.mktemp("developed")) as found:
            yield found


@pytest.mark.parametrize("path", ["/styleguide", "/styleguide?wrong=1"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_style_page_is_for_everyone(browser: Browser, developed: Server, language: Language, path: str) -> None:
    context = browser.new_context(locale=language)
    person = Person(developed, context, context.new_page(), language)
    person.go(path)
    page = person.page
    expect(page.locator("html")).to_have_attribute("lang", language)
    faults = violations(page)
    resize(page, NARROWEST)
    reach = page.evaluate("document.documentElement.scrollWidth")
    said = person.unexpected()
    context.close()
    assert faults == {}
    assert reach <= NARROWEST
    assert said == []
