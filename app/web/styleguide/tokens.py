"""The stylesheet's colours and their contrast (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from dataclasses import dataclass
from typing import Final

TOKEN: Final = re.compile(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
TEXT: Final = 4.5
"""The least contrast of text."""
SIGN: Final = 3.0
"""The least contrast of what is no text and must be seen: a field's border, a focus ring, a bar."""
LINEAR_UP_TO: Final = 0.04045
DIVISOR: Final = 12.92
OFFSET: Final = 0.055
EXPONENT: Final = 2.4
SHARES: Final = (0.2126, 0.7152, 0.0722)
"""How much red, green and blue add to the luminance."""
FLARE: Final = 0.05

PAIRS: Final = (
    *(
        (ink, ground, TEXT)
        for ground in ("paper", "surface")
        for ink in ("ink", "muted", "water", "course", "forest", "sun")
    ),
    ("surface", "course", TEXT),
    *((ink, "course-soft", TEXT) for ink in ("ink", "muted", "course")),
    *((ink, "forest-soft", TEXT) for ink in ("ink", "forest", "water")),
    *((ink, "sun-soft", TEXT) for ink in ("ink", "sun", "water")),
    *(("edge", ground, SIGN) for ground in ("paper", "surface")),
    *((mark, "line", SIGN) for mark in ("forest", "course")),
)
"""What stands on what, and the least contrast that this takes."""


@dataclass(frozen=True, slots=True)
class Token:
    """A colour as #rrggbb in each theme."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """One colour on another: the contrast that is required, and that of each theme, 1 to 21."""

    ink: Token
    ground: Token
    least: float

    @property
    def light(self) -> float:
        return contrast(self.ink.light, self.ground.light)

    @property
    def dark(self) -> float:
        return contrast(self.ink.dark, self.ground.dark)


def tokens(css: str) -> dict[str, Token]:
    """The colours of a stylesheet by name, in its order."""
    return {name: Token(name, light, dark) for name, light, dark in TOKEN.findall(css)}


def pairings(css: str) -> tuple[Pairing, ...]:
    """What stands on what. KeyError: a token that the stylesheet does not have."""
    known = tokens(css)
    return tuple(Pairing(known[ink], known[ground], least) for ink, ground, least in PAIRS)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, whichever way round."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + FLARE) / (dark + FLARE)


def _luminance(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return sum(
        share
        * (part / DIVISOR if part <= LINEAR_UP_TO else ((part + OFFSET) / (1 + OFFSET)) ** EXPONENT)
        for share, part in zip(SHARES, parts, strict=True)
    )
