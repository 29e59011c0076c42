"""The style page in a browser: every component is accessible."""

from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from app import create_app
from app.catalogue.text import Language
from config import read_settings
from tests.browser.axe import resize, violations
from tests.browser.person import Person
from tests.browser.server import Server
from tests.browser.test_pages import NARROWEST
from tests.conftest import context_of

pytestmark = pytest.mark.verify


@pytest.fixture(scope="module")
def developed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app in Flask's debug mode, as `make styleguide` serves it.

    `orienteer serve` has no such mode.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FLASK_DEBUG", "1")
        folder = tmp_path_factory.mktemp("developed")
        app = create_app(read_settings({"ORIENTEER_INSTANCE": str(folder)}))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield Server(
        f"http://127.0.0.1:{server.server_port}", context_of(app).engine, folder / "errors"
    )
    server.shutdown()
    thread.join()
    server.server_close()
    context_of(app).engine.dispose()


@pytest.mark.parametrize(
    "path", ["/styleguide", pytest.param("/styleguide?wrong=1", marks=pytest.mark.verify)]
)
@pytest.mark.parametrize("language", ["en", pytest.param("ko", marks=pytest.mark.verify)])
def test_the_style_page_is_for_everyone(
    browser: Browser, developed: Server, language: Language, path: str
) -> None:
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
