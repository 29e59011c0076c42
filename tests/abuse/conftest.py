"""The scene, built once for all tests here. Each test leaves it as it was, or restores it."""

from collections.abc import Iterator

import pytest

from tests.abuse.scene import Scene, scene
from tests.support.databases import NewInstance


@pytest.fixture(scope="module")
def stage(new_instance: NewInstance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(new_instance, tmp_path_factory.mktemp("abuse")) as made:
        yield made
