"""A start reads the content once, and imports no heavy library that only some pages need."""

import subprocess
import sys
from collections.abc import Callable

from flask import Flask

from app.catalogue.load import CONTENT, load_catalogue
from config import Settings
from tests.conftest import context_of
from tests.support.databases import Environ

LIBRARIES = ("alembic", "highspy", "icalendar", "numpy", "polars", "prometheus_client")
OTHER = "sqlalchemy.dialects.postgresql"
"""It takes as long as half of Flask, and nothing of SQLite's needs it."""
SERVED = (
    "import sys\nfrom app import create_app\ncreate_app()\n"
    "print(*(name for name in sys.argv[1:] if name in sys.modules))\n"
)


def test_the_content_that_was_checked_is_the_one_that_is_shown(
    make_app: Callable[[Settings], Flask], settings: Settings
) -> None:
    checked = load_catalogue(CONTENT)
    assert context_of(make_app(settings)).catalogue is checked


def test_what_only_some_pages_need_is_not_imported(environ: Environ) -> None:
    """Holds for a start on an up-to-date database, as all starts but the first are."""
    command = [sys.executable, "-c", SERVED, *LIBRARIES, OTHER]
    first, second = (
        subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=60)
        for _ in range(2)
    )
    assert set(first.stdout.split()) <= {
        "alembic",
        OTHER,
    }  # which are needed where the tables are not there yet
    assert second.stdout.split() == (
        [OTHER] if environ.get("DATABASE_URL", "").startswith("postgresql") else []
    )
