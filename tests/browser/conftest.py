"""A real server, a real browser and people who use it, for every process that runs tests."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest
from playwright.sync_api import Browser, StorageState, expect, sync_playwright

from app.catalogue.text import Language
from tests.browser.chromium import open_chromium
from tests.browser.person import Person
from tests.browser.server import Server, served
from tests.support.databases import NewInstance

MAX_WAIT_SECONDS = 20_000
"""Milliseconds: longer than the server waits for a lock and the script until it retries."""

Visit = Callable[..., Person]


@pytest.fixture(scope="session")
def sqlite_server(
    on_sqlite: NewInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with served(on_sqlite, tmp_path_factory.mktemp("instance")) as found:
        yield found


@pytest.fixture(scope="session")
def postgresql_server(
    on_postgresql: NewInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with served(on_postgresql, tmp_path_factory.mktemp("instance")) as found:
        yield found


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, database: str) -> Server:
    """The server of the database that a test runs on. Each is started once."""
    return cast(Server, request.getfixturevalue(f"{database}_server"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after this package, because its event loop would block those of other tests."""
    expect.set_options(timeout=MAX_WAIT_SECONDS)
    with sync_playwright() as playwright:
        found = open_chromium(playwright)
        yield found
        found.close()


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Create a person with their own browser context. At the end no browser may have complained."""
    people: list[Person] = []

    def come(
        language: Language = "en",
        width: int = 390,
        script: bool = True,
        stored: StorageState | None = None,
    ) -> Person:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            storage_state=stored,
        )
        context.set_default_timeout(MAX_WAIT_SECONDS)
        people.append(Person(server, context, context.new_page(), language))
        return people[-1]

    yield come
    said = [complaint for person in people for complaint in person.unexpected()]
    for person in people:
        person.context.close()
    assert said == []
