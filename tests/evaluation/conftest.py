"""Catalogues for tests of the evidence."""

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue


@pytest.fixture(scope="session")
def ours() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue()
