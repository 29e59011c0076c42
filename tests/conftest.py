"""Fixtures for instances, applications and visitors, on SQLite and on PostgreSQL.

A test that uses `app`, `settings`, `environ` or `new_instance` runs on both databases. Fixtures
with "sqlite" in their names are for tests of SQLite only. `pytest_generate_tests` decides which
of these tests run only with `make verify`.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import hypothesis
import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from app import create_app
from app.storage.databases.migrate import migrate
from app.storage.engine import open_engine
from app.web.context import Context
from config import Settings, read_settings
from tests.support.databases import LANGUAGE, Environ, NewInstance, new_on_postgresql, new_on_sqlite
from tests.support.postgresql import new_database, server
from tests.support.visitor import Visitor

COMPILED_TEMPLATES = TemporaryDirectory(prefix="orienteer-templates-")
"""Where an application finds the templates that an earlier one of this process compiled."""
gc.set_threshold(100_000, 20, 100)
"""Collections are rare: each walks over the catalogue and thousands of collected tests."""
SLOW = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "test", max_examples=50, deadline=None, derandomize=True, suppress_health_check=SLOW
)
hypothesis.settings.register_profile(
    "verify", max_examples=1000, deadline=None, suppress_health_check=SLOW
)
hypothesis.settings.load_profile("test")  # another one: pytest --hypothesis-profile NAME


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that needs a database on SQLite and on PostgreSQL.

    The PostgreSQL run is marked `verify` unless the test is about storage. Tests that use `reader`
    read Korean in it.
    """
    is_given = any(
        "database" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")
    )
    if "database" in metafunc.fixturenames and not is_given:
        is_about_storage = metafunc.module.__name__.startswith("tests.storage.")
        marks = () if is_about_storage else pytest.mark.verify
        metafunc.parametrize(
            "database",
            ["sqlite", pytest.param("postgresql", marks=marks)],
            indirect=True,
            scope="session",
        )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a file in one process, and so all that read the walk through every page."""
    for item in items:
        reads_walk = "walked" in getattr(item, "fixturenames", ())
        file = item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group("walk" if reads_walk else file))


def create_test_app(settings: Settings) -> Flask:
    """Return an application that compiles only templates that no earlier one compiled."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(COMPILED_TEMPLATES.name)
    return app


def context_of(app: Flask) -> Context:
    """Return the application's settings, content and database."""
    found = app.extensions["orienteer"]
    assert isinstance(found, Context)
    return found


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """Yield the URL of a server's maintenance database. Every test process has a server."""
    with TemporaryDirectory() as folder, server(Path(folder) / "data") as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_url: str) -> Iterator[str]:
    """Yield the URL of a migrated database that others are copied from.

    Nothing may stay connected to it, because PostgreSQL copies only unused databases.
    """
    with new_database(postgresql_url) as url:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def on_sqlite() -> NewInstance:
    return new_on_sqlite


@pytest.fixture(scope="session")
def on_postgresql(postgresql_url: str, migrated_postgresql: str) -> NewInstance:
    return new_on_postgresql(postgresql_url, migrated_postgresql)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Return the kind of database, chosen by `pytest_generate_tests`."""
    return str(request.param)


@pytest.fixture(scope="session")
def new_instance(request: pytest.FixtureRequest, database: str) -> NewInstance:
    return cast(NewInstance, request.getfixturevalue(f"on_{database}"))


@pytest.fixture
def environ(new_instance: NewInstance, tmp_path: Path) -> Iterator[Environ]:
    """Yield the environment variables of a new instance."""
    with new_instance(tmp_path / "instance") as found:
        yield found


@pytest.fixture
def settings(environ: Environ) -> Settings:
    return read_settings(environ)


@pytest.fixture
def sqlite_settings(tmp_path: Path) -> Settings:
    """Return settings for tests of SQLite's file."""
    return read_settings({"ORIENTEER_INSTANCE": str(tmp_path / "instance")})


@pytest.fixture
def make_app() -> Iterator[Callable[[Settings], Flask]]:
    """Yield a maker of applications, and close their databases at the end."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        made.append(create_test_app(settings))
        return made[-1]

    yield make
    for app in made:
        context_of(app).engine.dispose()


@contextmanager
def new_app(new_instance: NewInstance, folder: Path, **settings: str) -> Iterator[Flask]:
    """Yield the application of a new instance."""
    with new_instance(folder) as environ:
        made = create_test_app(read_settings(environ | settings))
        yield made
        context_of(made).engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(on_sqlite: NewInstance, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with new_app(on_sqlite, tmp_path_factory.mktemp("shared")) as made:
        yield made


@pytest.fixture(scope="session")
def postgresql_app(
    on_postgresql: NewInstance, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    with new_app(on_postgresql, tmp_path_factory.mktemp("shared")) as made:
        yield made


@pytest.fixture(scope="session")
def app(request: pytest.FixtureRequest, database: str) -> Flask:
    """Return an application that many tests share.

    Its visitors do not see each other's data. Tests that change more than one visitor's data use
    `make_app`.
    """
    return cast(Flask, request.getfixturevalue(f"{database}_app"))


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Return a new visitor who reads English."""
    return Visitor(app)


@pytest.fixture
def reader(app: Flask, database: str) -> Visitor:
    """Return a new visitor who reads English on SQLite and Korean on PostgreSQL."""
    return Visitor(app, LANGUAGE[database])
