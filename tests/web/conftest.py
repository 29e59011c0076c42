"""A walk through every page, once in each language and on each database."""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.conftest import context_of, new_app
from tests.support.databases import KINDS, LANGUAGE
from tests.support.page import Page
from tests.support.visitor import CLEAR, Visitor
from tests.web.plan.plan_pages import every_button
from tests.web.returning.visits import backdate_visit
from tests.web.sharing.shares import followed
from tests.web.statements import statements
from tests.web.walk import READING, walk

Walks = dict[str, dict[str, Page]]
"""Language → state → page."""


@dataclass(frozen=True, slots=True)
class Walked:
    """The pages of a walk and the statements sent to the database on the way."""

    pages: dict[str, Page]
    sent: list[str]


@pytest.fixture(scope="session")
def walked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Walked]:
    """Return walks by kind of database: English on SQLite, Korean on PostgreSQL."""
    found = {}
    for kind in KINDS:
        new_instance, folder = (
            request.getfixturevalue(f"on_{kind}"),
            tmp_path_factory.mktemp("walks"),
        )
        with new_app(new_instance, folder, ORIENTEER_CONTACT="ask@example.org") as app:
            _in_the_other_language(app, LANGUAGE[kind])
            with statements(context_of(app).engine) as sent:
                pages = dict(walk(Visitor(app, LANGUAGE[kind])))
                every_button(Visitor(app))
                _comes_again(Visitor(app))
        found[kind] = Walked(pages, sent)
    return found


@pytest.fixture(scope="session")
def walks(walked: dict[str, Walked]) -> Walks:
    return {LANGUAGE[kind]: walked[kind].pages for kind in KINDS}


def _in_the_other_language(app: Flask, language: str) -> None:
    """Open the pages in the other language first. Its texts must not appear in the walk."""
    before = Visitor(app, {"en": "ko", "ko": "en"}[language])
    before.finish(CLEAR)
    for path in (
        *READING,
        "/assessments",
        "/assessments/1",
        "/assessments/1/plan",
        "/assessments/1/share",
    ):
        before.open(path)


def _comes_again(visitor: Visitor) -> None:
    """Return a visitor whose next request is noted as a visit, a day later."""
    visitor.begin()
    backdate_visit(visitor, 25 * 3600)
    visitor.open("/")


@pytest.fixture
def sharer(app: Flask) -> Visitor:
    """Return somebody with a named result, a plan in progress and a note on a step."""
    return followed(Visitor(app))
