"""Phrases that documents share."""

import pytest

from app.exports.words import hours, months, percent
from tests.exports.plans import ENGLISH, KOREAN


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0%"), (0.29, "29%"), (0.996, "99%"), (1.0, "100%")]
)
def test_a_share_is_rounded_down_so_that_100_per_cent_is_true(share, shown):
    assert percent(share) == shown


def test_numbers_agree_with_their_words():
    assert [hours(ENGLISH, n) for n in (0, 1, 2)] == ["0 hours", "1 hour", "2 hours"]
    assert [months(ENGLISH, n) for n in (1, 6)] == ["about 1 month", "about 6 months"]
    assert [hours(KOREAN, n) for n in (1, 2)] == ["1시간", "2시간"]
