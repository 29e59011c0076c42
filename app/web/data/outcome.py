"""What came of taking a file in, in sentences."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import ngettext

from app.web.data.settling import Settled

MOST_NAMED: Final = 8
"""How many numbers a sentence names."""


def outcome(settled: Sequence[Settled], numbers: Mapping[int, int]) -> str:
    """How many are new and under which numbers (by their places), how many were there, and what of the new ones is not as in the file."""
    there, found = (
        len(settled) - len(numbers),
        {number: settled[place] for place, number in sorted(numbers.items())},
    )
    said = [_taken(sorted(found))] if found else [_("Nothing new was in the file.")]
    if there:
        said.append(
            ngettext(
                "%(num)s assessment was here already.",
                "%(num)s assessments were here already.",
                there,
            )
        )
    anew = [number for number, each in found.items() if each.is_of_today]
    differing = [number for number, each in found.items() if each.differs]
    aimless = [number for number, each in found.items() if each.lost_target]
    deleted = [
        number for number, each in found.items() if each.kept.assessment.deleted_at is not None
    ]
    if anew:
        said.append(
            _(
                "The questions that these were finished with are not known here, so their results were worked out anew from the answers, "
                "with today’s: %(numbers)s.",
                numbers=_named(anew),
            )
        )
    if differing:
        said.append(
            _(
                "What the file gave as the result did not follow from the answers, so it was worked out anew: %(numbers)s.",
                numbers=_named(differing),
            )
        )
    if aimless:
        said.append(
            _(
                "The target’s role is not known here, so there is no target now: %(numbers)s.",
                numbers=_named(aimless),
            )
        )
    if deleted:
        said.append(
            _(
                "Deleted as in the file, and can be brought back for a day: %(numbers)s.",
                numbers=_named(deleted),
            )
        )
    return " ".join(said)


def _taken(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    place = (
        _("no. %(number)s", number=first)
        if first == last
        else _("no. %(first)s to %(last)s", first=first, last=last)
    )
    said: str = ngettext(
        "%(num)s assessment was taken in, as %(numbers)s.",
        "%(num)s assessments were taken in, as %(numbers)s.",
        len(numbers),
        numbers=place,
    )
    return said


def _named(numbers: Sequence[int]) -> str:
    """The first of the numbers, and how many more there are."""
    shown = ", ".join(_("no. %(number)s", number=number) for number in numbers[:MOST_NAMED])
    more = len(numbers) - MOST_NAMED
    return shown if more <= 0 else _("%(numbers)s and %(more)s more", numbers=shown, more=more)
