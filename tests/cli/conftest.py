"""Which reader of large CSV files a test runs with."""

import sys

import pytest

from app.cli.score import polars_scoring

BLOCK = 64 * 1024


@pytest.fixture(params=["polars", "csv"])
def library(request, monkeypatch):
    """Select the reader of large CSV files: Polars with small blocks, or Python's csv."""
    monkeypatch.setattr(polars_scoring, "BLOCK", BLOCK)
    if request.param == "csv":
        monkeypatch.setitem(sys.modules, "polars", None)
