"""An instance in a folder of its own, its application, and people who visit it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from flask import Flask

from app import create_app
from app.web.context import Context
from config import Settings, read_settings
from tests.visitor import Visitor

SLOW = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile("ci", max_examples=300, deadline=None, derandomize=True, suppress_health_check=SLOW)
hypothesis.settings.register_profile("nightly", max_examples=10_000, deadline=None, suppress_health_check=SLOW)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def context_of(app: Flask) -> Context:
    """The application's own things: its settings, content and database."""
    found = app.extensions["orienteer"]
    assert isinstance(found, Context)
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"ORIENTEER_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def make_app() -> Iterator[Callable[[Settings], Flask]]:
    """Makes applications, and closes their databases at the end."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        context_of(app).engine.dispose()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application for all whose visitors are strangers to each other: `make_app` is for those who change more than what is theirs."""
    made = create_app(read_settings({"ORIENTEER_INSTANCE": str(tmp_path_factory.mktemp("shared"))}))
    yield made
    context_of(made).engine.dispose()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody new, who reads English."""
    return Visitor(app)


@pytest.fixture(params=["en", "ko"])
def reader(app: Flask, request: pytest.FixtureRequest) -> Visitor:
    """Somebody new, once in each language."""
    return Visitor(app, request.param)
