"""Property 10 of product.md, whatever catalogue may come: finished results, plans and files are shown again exactly as they were."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from hypothesis import given, settings

from app import create_app
from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from config import read_settings
from tests.conftest import context_of
from tests.strategies import catalogues
from tests.visitor import Visitor
from tests.web.test_frozen import people, returning, shown, with_catalogue

CATALOGUES = 8
"""Each is eight pages and two files."""


@dataclass(frozen=True, slots=True)
class Before:
    """What two people saw of their finished assessments when they had made them."""

    app: Flask
    visitors: dict[str, Visitor]
    pages: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Before]:
    app = create_app(read_settings({"ORIENTEER_INSTANCE": str(tmp_path_factory.mktemp("before"))}))
    visitors = {language: Visitor(app, language) for language in ("en", "ko")}
    for visitor in visitors.values():
        people(visitor)
    yield Before(app, visitors, {language: shown(visitor) for language, visitor in visitors.items()})
    context_of(app).engine.dispose()


@pytest.mark.parametrize("language", ["en", "ko"])
@settings(max_examples=CATALOGUES)
@given(later=catalogues())
def test_property_10_finished_assessments_are_shown_as_they_were_whatever_the_catalogue_says_today(
    before: Before, language: str, later: Catalogue
) -> None:
    try:
        after = returning(before.visitors[language], with_catalogue(before.app, later))
        assert shown(after) == before.pages[language]
    finally:
        with_catalogue(before.app, load_catalogue())
