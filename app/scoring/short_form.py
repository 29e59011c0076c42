"""The short form: which items to ask about next, so that few answers tell the roles apart.

The form has pages. The first one asks a warm-up question and the items that tell most about any two
roles. Each later page asks what tells most about the roles that the answers so far leave in the
running: an item's worth is its share in what tells two roles apart (see information.py), weighted
by how likely each of the two comes first (see chances.py).

A page depends only on the answers to the pages before it. So going back shows the same questions,
and the same answers always give the same pages.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from operator import mul
from typing import Final

from app.catalogue.model import Catalogue, Ratings
from app.scoring.chances import RERATINGS, chances
from app.scoring.profiles import CACHED_CATALOGUES, profiles

WARM_UP: Final = "python"
"""The item of the first question. Everybody can answer it. Left out where a catalogue has none."""
PAGE_SIZES: Final = (5, 5, 4)
"""Questions on the pages before the first result: 14 altogether."""
LATER_PAGE_SIZE: Final = 5
"""Questions on each page after that."""
SMOOTHING: Final = 0.1
"""Added to every role's chance, so that no role is ruled out by a few answers."""


def short_form_pages(catalogue: Catalogue, ratings: Ratings) -> Iterator[tuple[str, ...]]:
    """Yield the items of each page, the most telling first, until every item was asked.

    Raises ValueError for a level outside 0 to 4.
    """
    asked: list[str] = []
    left = [item.id for item in catalogue.items]
    for size in _page_sizes():
        if not left:
            return
        page = _page(catalogue, ratings, asked, left, size)
        yield page
        asked += page
        left = [item for item in left if item not in page]


def short_form_page(catalogue: Catalogue, ratings: Ratings, number: int) -> tuple[str, ...]:
    """Return the items of a page, counted from 1; empty after the last page."""
    return next(
        (
            page
            for place, page in enumerate(short_form_pages(catalogue, ratings), 1)
            if place == number
        ),
        (),
    )


def _page_sizes() -> Iterator[int]:
    yield from PAGE_SIZES
    while True:
        yield LATER_PAGE_SIZE


def _page(
    catalogue: Catalogue, ratings: Ratings, asked: Sequence[str], left: Sequence[str], size: int
) -> tuple[str, ...]:
    """Return up to `size` items of those that are left."""
    first = [item for item in left if not asked and item == WARM_UP]
    worth = _worth(catalogue, _role_weights(catalogue, ratings, asked))
    others = sorted((item for item in left if item not in first), key=lambda item: -worth[item])
    return (*first, *others)[:size]


def _role_weights(catalogue: Catalogue, ratings: Ratings, asked: Iterable[str]) -> list[float]:
    """Return how likely each role comes first by the answers to some items, smoothed.

    All roles are equally likely where none of these items is answered.
    """
    known = {skill: ratings.get(skill) for item in asked for skill in catalogue.item[item].skills}
    if all(level is None for level in known.values()):
        return [1.0] * len(catalogue.roles)
    return [float(each.first) / RERATINGS + SMOOTHING for each in chances(catalogue, known)]


def _worth(catalogue: Catalogue, weights: Sequence[float]) -> Mapping[str, float]:
    """Return how much each item tells about which role comes first. Only their order matters."""
    pairs = [one * other for one, other in combinations(weights, 2)]
    return {item: sum(map(mul, pairs, shares)) for item, shares in _shares(catalogue).items()}


@lru_cache(maxsize=CACHED_CATALOGUES)
def _shares(catalogue: Catalogue) -> Mapping[str, tuple[float, ...]]:
    """Return each item's share in what tells two roles apart, 0 to 1, for every pair of roles."""
    numbers = profiles(catalogue)
    squares = [
        numbers.squares[one][other] for one, other in combinations(range(len(numbers.roles)), 2)
    ]
    sums = [sum(each) or 1 for each in squares]
    return {
        item: tuple(each[place] / whole for each, whole in zip(squares, sums, strict=True))
        for place, item in enumerate(numbers.items)
    }
