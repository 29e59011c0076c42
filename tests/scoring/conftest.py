"""The catalogues that scoring is tested on."""

import pytest

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from tests.scoring.small import small_catalogue


@pytest.fixture(scope="session")
def ours() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue()


@pytest.fixture(scope="session")
def small() -> Catalogue:
    """Three roles over three items, small enough to work out by hand."""
    return small_catalogue()
