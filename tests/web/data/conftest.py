"""Whoever has data, and another instance that imports it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from config import Settings, read_settings
from tests.support.databases import KINDS
from tests.support.visitor import Visitor
from tests.web.data.own_data import busy_person

MakeApp = Callable[[Settings], Flask]


@pytest.fixture
def person(app: Flask) -> Visitor:
    return busy_person(Visitor(app))


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path: Path, database: str
) -> Iterator[Flask]:
    """Return a visitor of another instance, on the other kind of database."""
    other = next(kind for kind in KINDS if kind != database)
    with request.getfixturevalue(f"on_{other}")(tmp_path / "elsewhere") as environ:
        yield make_app(read_settings(environ))
