"""Property 10 of product.md: finished results, plans and files do not change with the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from hypothesis import given, settings

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from tests.conftest import new_app
from tests.support.databases import LANGUAGE, NewInstance
from tests.support.strategies import catalogues
from tests.support.visitor import Visitor
from tests.web.results.test_frozen import people, returning, shown, with_catalogue

CATALOGUES = 8
"""Each is eight pages and two files."""


@dataclass(frozen=True, slots=True)
class Before:
    """The pages of finished assessments when they were made."""

    app: Flask
    visitor: Visitor
    pages: dict[str, str]


@pytest.fixture(scope="module")
def before(
    new_instance: NewInstance, database: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Before]:
    """Return the pages, in English on SQLite and in Korean on PostgreSQL."""
    with new_app(new_instance, tmp_path_factory.mktemp("before")) as app:
        visitor = Visitor(app, LANGUAGE[database])
        people(visitor)
        yield Before(app, visitor, shown(visitor))


@settings(max_examples=CATALOGUES)
@given(later=catalogues())
def test_property_10_finished_assessments_are_shown_as_they_were_whatever_the_catalogue_says_today(
    before: Before, later: Catalogue
) -> None:
    try:
        after = returning(before.visitor, with_catalogue(before.app, later))
        assert shown(after) == before.pages
    finally:
        with_catalogue(before.app, load_catalogue())
