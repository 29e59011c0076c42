"""Catalogues that the evidence is tested on."""

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue


@pytest.fixture(scope="session")
def ours() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue()
