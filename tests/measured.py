"""Which tests the coverage is measured in: measured, the application takes twice the time."""

import pytest

BOTH = "tests/storage/"
"""Where what the two databases differ in is tested: measured on each."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only a test's first case is measured: the others run the lines that they run on SQLite.

    What is measured is a part of what is run, so that the limit is none the lower.
    """
    met: set[str] = set()
    for item in items if config.pluginmanager.hasplugin("pytest_cov") else ():
        if is_second(item) and not item.nodeid.startswith(BOTH):
            test = item.nodeid.partition("[")[0]
            if test in met:
                item.add_marker("no_cover")
            met.add(test)


def is_second(item: pytest.Item) -> bool:
    """Whether it is a case on PostgreSQL of a test that has others on SQLite."""
    return isinstance(item, pytest.Function) and hasattr(item, "callspec") and item.callspec.params.get("database") == "postgresql"
