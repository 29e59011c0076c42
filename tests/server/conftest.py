"""One running server for tests that do not change its settings."""

from collections.abc import Iterator

import pytest

from tests.browser.server import Server, serving


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "instance") as found:
        yield found
