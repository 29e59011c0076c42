"""The drills need what only Linux has."""

import sys

import pytest


@pytest.fixture(autouse=True)
def linux() -> None:
    if sys.platform != "linux":
        pytest.skip("the fault drills need Linux: /proc, namespaces and strace")
