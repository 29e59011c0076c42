"""Floats as text, thousands at a time, in the letters of Python's repr: the shortest that read back as the same number.

A value from 0.0001 to 10 is multiplied by the power of ten that gives it 17 digits before the point. The product is held exactly, as a
whole number and a rest (Dekker's product; powers up to 10**22 are doubles). A decimal reads back as the value when it lies within half
the distance to the next double, and never just on that limit, which would take more than 50 digits. So the nearest decimal of 15 digits is
taken where it lies within, else the nearest of 16, else of 17. Decimals of 15 digits lie further apart than doubles do: where one reads
back, every shorter one that does is the same with zeros at its end.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Texts = NDArray[np.uint64]

WIDTH: Final = 24
"""Bytes of a text. Those that it does not use are 0, wherever they stand in it."""
STARTS: Final = (1e-4, 0.001, 0.01, 0.1, 1.0)
"""Where a digit less stands behind the point; Python writes what is under the first with an exponent."""
END: Final = 10.0
POWERS: Final = np.array([1e20, 1e19, 1e18, 1e17, 1e16])
HALF_OF_LAST_BIT: Final = POWERS * 2.0**-53
EXPONENT: Final = np.int64(0x7FF << 52)
SPLIT: Final = 2.0**27 + 1
HUNDRED: Final = 100
TEN: Final = 10
GROUP: Final = 10_000
TWO_GROUPS: Final = GROUP * GROUP


def shortest(values: Floats) -> Texts:
    """Each value's text in WIDTH bytes, shape (n, 3); any float will do, those from 0.0001 to 10 and 0 are fast."""
    usual = (values >= STARTS[0]) & (values < END)
    held = np.where(usual, values, 1.0)
    place = np.zeros(len(held), np.intp)
    for start in STARTS[1:]:
        place += held >= start
    texts = _laid_out(_digits(held, place), place)
    if not usual.all():
        texts[values == 0] = _TEXT_OF_0
        rare = np.flatnonzero(~usual & ((values != 0) | np.signbit(values)))
        texts[rare] = _text_of([repr(value) for value in values[rare].tolist()])
    return texts


def _digits(values: Floats, place: NDArray[np.intp]) -> NDArray[np.int64]:
    """17 digits of the shortest decimal, those that it lacks being 0."""
    power = POWERS[place]
    product = values * power
    hundreds = np.rint(product * (1 / HUNDRED)).astype(np.int64) * HUNDRED
    off = (product.astype(np.int64) - hundreds) + _rest(values, place, product)
    within = (values.view(np.int64) & EXPONENT).view(np.float64) * HALF_OF_LAST_BIT[place]
    tens = np.rint(off * (1 / TEN)) * TEN
    added = np.where(np.abs(off - tens) < within, tens, np.rint(off))
    added[np.abs(off) < within] = 0
    digits: NDArray[np.int64] = hundreds + added.astype(np.int64)
    return digits


def _rest(values: Floats, place: NDArray[np.intp], product: Floats) -> Floats:
    """What the product of value and power lost when it was rounded."""
    high, low = _split(values)
    power_high, power_low = _POWERS_SPLIT[0][place], _POWERS_SPLIT[1][place]
    return ((high * power_high - product) + high * power_low + low * power_high) + low * power_low


def _split(values: Floats) -> tuple[Floats, Floats]:
    """Two halves of 26 bits, whose products are exact."""
    wide = values * SPLIT
    high = wide - (wide - values)
    return high, values - high


def _laid_out(digits: NDArray[np.int64], place: NDArray[np.intp]) -> Texts:
    upper = digits // TWO_GROUPS
    last = (digits - upper * TWO_GROUPS).astype(np.uint32)
    upper = upper.astype(np.uint32)
    first = upper // TWO_GROUPS
    upper -= first * np.uint32(TWO_GROUPS)
    a, c = upper // GROUP, last // GROUP
    b, d = upper - a * np.uint32(GROUP), last - c * np.uint32(GROUP)
    c_ends, b_ends = d == 0, last == 0
    a_ends = b_ends & (b == 0)
    texts = np.empty((len(digits), 3), np.uint64)
    groups = texts.view(np.uint32)
    for column, (group, ends) in enumerate(((a, a_ends), (b, b_ends), (c, c_ends), (d, True)), 2):
        groups[:, column] = _GROUPS[group + np.uint32(GROUP) * ends]
    whole = a_ends & (a == 0) & (place == len(STARTS) - 1)
    texts[:, 0] = _BEGINNINGS[(place + whole) * TEN + first]
    return texts


def _text_of(texts: list[str]) -> Texts:
    return np.array(texts, f"S{WIDTH}").view(np.uint64).reshape(-1, WIDTH // 8)


def _groups() -> NDArray[np.uint32]:
    """The four digits of every number under GROUP, then the same without the zeros at their end."""
    plain = [f"{number:04}" for number in range(GROUP)]
    return np.array(plain + [text.rstrip("0") for text in plain], "S4").view(np.uint32)


def _beginnings() -> NDArray[np.uint64]:
    """All up to the first digit, by place and that digit; a place more for whole numbers, which end in .0."""
    forms = ("0.000{}", "0.00{}", "0.0{}", "0.{}", "{}.", "{}.0")
    return np.array([form.format(digit) for form in forms for digit in range(TEN)], "S8").view(np.uint64)


_POWERS_SPLIT: Final = _split(POWERS)
_GROUPS: Final = _groups()
_BEGINNINGS: Final = _beginnings()
_TEXT_OF_0: Final = _text_of(["0.0"])
