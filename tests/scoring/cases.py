"""Catalogues and people for properties: random ones, and the catalogue that ships."""

from functools import cache

import pytest
from hypothesis import strategies as st

from app.catalogue.load import load_catalogue
from app.catalogue.model import TOP_LEVEL, Catalogue
from tests.support.strategies import catalogues, ratings

Person = dict[str, int | None]
Case = tuple[Catalogue, Person]

shipped = cache(load_catalogue)
WHERE = {"random": catalogues(), "ours": st.builds(shipped)}
everywhere = pytest.mark.parametrize("where", WHERE)
"""Runs a property once over random catalogues and once over ours."""


def person_of(data: st.DataObject, where: str, skips: bool = True, high: int = TOP_LEVEL) -> Case:
    """A catalogue and a person's ratings of its skills."""
    catalogue = data.draw(WHERE[where], "catalogue")
    return catalogue, data.draw(ratings(catalogue, skips, high=high), "ratings")
