"""Names that are not known but nearly so: of skills in columns and keys, which pass through and are told, and in options."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Final

import click

from app.documents.words import Words

ALIKE: Final = 0.8
"""How alike two names must be (0 to 1, difflib's ratio) for one to be taken for a slip of the other."""


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known name of which this one is a slip, or itself where it is known; None where it is like none."""
    return next(
        iter(get_close_matches(name.strip().lower().replace(" ", "_"), known, n=1, cutoff=ALIKE)),
        None,
    )


def tell_near_misses(words: Words, names: Iterable[str], skills: Sequence[str]) -> None:
    """A line on standard error for each name that looks like a skill's: it is not rated."""
    for name, skill in _near_misses(names, skills):
        told = words.gettext("%(name)s is not a skill and is not rated (did you mean %(skill)s?)")
        click.echo(told % {"name": name, "skill": skill}, err=True)


def _near_misses(names: Iterable[str], skills: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        skill = None if name in skills else nearest(name, skills)
        if skill is not None:
            yield name, skill
