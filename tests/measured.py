"""Which tests the coverage is measured in: measured, the application takes twice the time."""

import pytest

BOTH = "tests/storage/"
"""Where what the two databases differ in is tested: measured on each."""
PROPERTIES = ("tests/scoring/", "tests/planning/")
"""Whose properties are held to by hundreds of examples each, which run the lines that the tests by hand run."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only a test's first case is measured: the others run the lines that they run on SQLite. Properties are not.

    What is measured is a part of what is run, so that the limit is none the lower.
    """
    met: set[str] = set()
    for item in items if config.pluginmanager.hasplugin("pytest_cov") else ():
        if is_property(item) and item.nodeid.startswith(PROPERTIES):
            item.add_marker("no_cover")
        elif is_second(item) and not item.nodeid.startswith(BOTH):
            test = item.nodeid.partition("[")[0]
            if test in met:
                item.add_marker("no_cover")
            met.add(test)


def is_second(item: pytest.Item) -> bool:
    """Whether it is a case on PostgreSQL of a test that has others on SQLite."""
    return isinstance(item, pytest.Function) and hasattr(item, "callspec") and item.callspec.params.get("database") == "postgresql"


def is_property(item: pytest.Item) -> bool:
    """Whether Hypothesis makes its examples."""
    return getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
