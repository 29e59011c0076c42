"""Scales of made-up catalogues, and many small numbers at once."""

from functools import cache

from hypothesis import strategies as st

from app.catalogue.model import Scale

SCALE = Scale(item_error=0.6, skip_error=1.2, k=1.0, min_information=0.6, min_compared=0.6)


@cache
def many(count: int) -> st.SearchStrategy[bytes]:
    """Draw so many numbers from 0 to 255 in one choice, because a choice for each would be slow."""
    return st.binary(min_size=count, max_size=count)


@st.composite
def scales(draw: st.DrawFn) -> Scale:
    """Draw the scale: the usual figures half the time, else any valid ones, also an older one."""
    if not draw(st.booleans()):
        return SCALE
    item, more, k, least, compared, age = draw(many(6))
    is_older = age % 4 == 1
    return Scale(
        item_error=item / 100,
        skip_error=(item + more) / 100,
        k=k / 100,
        min_information=None if is_older else least / 255,
        min_compared=None if is_older else compared / 255,
        min_answered=least / 255 if is_older else None,
    )
