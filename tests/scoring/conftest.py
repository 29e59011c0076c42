"""How many examples the property tests try: `ci` by default, `nightly` by HYPOTHESIS_PROFILE."""

import os

import pytest
from hypothesis import HealthCheck, settings

from app.catalogue.load import load_catalogue
from app.catalogue.model import Catalogue
from tests.scoring.small import small_catalogue

settings.register_profile("ci", max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def ours() -> Catalogue:
    """The catalogue that ships."""
    return load_catalogue()


@pytest.fixture(scope="session")
def small() -> Catalogue:
    """Three roles over three items, small enough to work out by hand."""
    return small_catalogue()
