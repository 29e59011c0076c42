"""The whole walk, once in each language, for everything that must hold on every page."""

import pytest
from flask import Flask

from app import create_app
from config import read_settings
from tests.conftest import context_of
from tests.page import Page
from tests.visitor import Visitor
from tests.web.shares import followed
from tests.web.walk import walk

Walks = dict[str, dict[str, Page]]
"""Language → state → page."""


@pytest.fixture(scope="session")
def walks(tmp_path_factory: pytest.TempPathFactory) -> Walks:
    """Both walks by new visitors of one application: what the first was told must not stick to the second."""
    app = create_app(read_settings({"ORIENTEER_INSTANCE": str(tmp_path_factory.mktemp("walks")), "ORIENTEER_CONTACT": "ask@example.org"}))
    found = {language: dict(walk(Visitor(app, language))) for language in ("en", "ko")}
    context_of(app).engine.dispose()
    return found


@pytest.fixture
def sharer(app: Flask) -> Visitor:
    """Somebody with a named result, a plan under way and a note: enough to share, and to keep to themselves."""
    return followed(Visitor(app))
