"""A result in words: what ten re-ratings would give, and how far readiness has come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalogue.faults import N_
from app.catalogue.model import TOP_LEVEL, Catalogue, Ratings
from app.exports.words import Words
from app.scoring.chances import Chance, ChanceCount, counts_of_ten, is_flat
from app.scoring.readiness import ReadinessWord, StageReadiness

READINESS_WORDS: dict[ReadinessWord, str] = {
    "starting_out": N_("starting out"),
    "on_the_way": N_("on the way"),
    "within_reach": N_("within reach"),
    "ready": N_("ready to apply"),
}
SKILLS_READY: Final = N_("skills ready")
"""Instead of "ready to apply" at later stages: study alone makes nobody senior."""


def chances_in_words(
    words: Words, catalogue: Catalogue, ratings: Ratings, found: Sequence[Chance]
) -> str:
    """Return one or two sentences about a person's chances.

    Where no rating differs from another, counts would only show chance. The sentence says why.
    """
    if is_flat(catalogue, ratings):
        return _flat(words, ratings)
    counts = ", ".join(_counts(words, catalogue, main_counts(found)))
    return words.gettext("If you rated yourself again ten times: %(counts)s.") % {"counts": counts}


@dataclass(frozen=True, slots=True)
class MainCounts:
    """How often of ten each role would come first, as a sentence names them."""

    named: tuple[ChanceCount, ...]
    others: int
    """The sum of the roles that are not named."""


def main_counts(found: Sequence[Chance]) -> MainCounts:
    """Name the first role and those with a count above 1. Several others are one sum."""
    first, *others = counts_of_ten(found)
    named = [first, *(each for each in others if each.count > 1)]
    rest = [each for each in others if each.count == 1]
    if len(rest) == 1:
        named, rest = [*named, *rest], []
    return MainCounts(tuple(named), len(rest))


def _counts(words: Words, catalogue: Catalogue, counts: MainCounts) -> Iterator[str]:
    for each in counts.named:
        yield words.gettext("%(count)s × %(role)s") % {
            "count": each.count,
            "role": words.say(catalogue.role[each.role].name),
        }
    if counts.others:
        yield words.gettext("%(count)s × others") % {"count": counts.others}


def _flat(words: Words, ratings: Ratings) -> str:
    _ = words.gettext
    levels = {level for level in ratings.values() if level is not None}
    if levels == {TOP_LEVEL}:
        return _(
            "You rated everything 4, the top of the scale. That puts no role before another. "
            "What you would like to do can decide it."
        )
    if levels == {0}:
        return _(
            "You are at 0 everywhere. This is where everybody starts, and no role is closer than "
            "another yet. Choose the one whose working day you like: the plan starts from zero."
        )
    return _(
        "You rated all skills about alike, so no role stands out. That is common. What you would "
        "like to do can decide it."
    )


def readiness_word(readiness: StageReadiness) -> str | None:
    """Return the English word for readiness, to be translated; None for a result without words."""
    if readiness.word == "ready" and readiness.stage != "junior":
        return SKILLS_READY
    return READINESS_WORDS[readiness.word] if readiness.word else None
