"""Differences in figures as the page of a comparison shows them."""

from dataclasses import dataclass

from app.catalogue.text import Text
from app.documents.words import signed
from app.scoring.change import Difference, LevelChange, Verdict

MEAN_PLACES = 1
GAINED_PLACES = 2
"""Distances between roles are a tenth of a level or two."""
EXACT_PLACES = 2


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as the page shows it: `change` without its sign, for a sentence that says which way."""

    verdict: Verdict
    change: str
    signed: str
    noise: str
    exact_change: str
    exact_noise: str
    is_none: bool
    """Whether nothing changed, as far as the shown decimals go."""
    is_gain: bool


@dataclass(frozen=True, slots=True)
class MeanRow:
    """The mean change over an area's skills (`name` is None: over all), None where too few of the `asked` were answered `both` times."""

    name: Text | None
    both: int
    asked: int
    mean: Shown | None


def mean_row(name: Text | None, change: LevelChange) -> MeanRow:
    """A mean change under its name."""
    return MeanRow(name, change.both, change.asked, shown(change.mean) if change.mean else None)


def shown(difference: Difference, places: int = MEAN_PLACES) -> Shown:
    """To so many decimals, or to one more where they would not tell the change from the noise."""
    value, noise = difference.value, difference.noise
    apart = places if f"{abs(value):.{places}f}" != f"{noise:.{places}f}" else places + 1
    return Shown(
        verdict=difference.verdict,
        change=f"{abs(value):.{apart}f}",
        signed=signed(value, apart),
        noise=f"{noise:.{apart}f}",
        exact_change=signed(value, EXACT_PLACES),
        exact_noise=f"±{noise:.{EXACT_PLACES}f}",
        is_none=float(f"{value:.{apart}f}") == 0,
        is_gain=value > 0,
    )
