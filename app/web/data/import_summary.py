"""What an import did, in sentences."""

from collections.abc import Callable, Sequence
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.web.data.imports import Import, ImportedAssessment

MAX_NAMED_NUMBERS: Final = 8
"""How many numbers a sentence names."""
DIFFERENCES: Final[Sequence[tuple[object, Callable[[ImportedAssessment], bool]]]] = (
    (
        lazy_gettext(
            "The questions that these were finished with are not known here, so their results "
            "were worked out anew from the answers, with today’s: %(numbers)s."
        ),
        lambda each: each.has_unknown_catalogue,
    ),
    (
        lazy_gettext(
            "What the file gave as the result did not follow from the answers, so it was "
            "worked out anew: %(numbers)s."
        ),
        lambda each: each.differs,
    ),
    (
        lazy_gettext(
            "The target’s role is not known here, so there is no target now: %(numbers)s."
        ),
        lambda each: each.lost_target,
    ),
    (
        lazy_gettext(
            "Answers and steps of skills that are not known here were left out: %(numbers)s."
        ),
        lambda each: each.lost_skills,
    ),
    (
        lazy_gettext("Deleted as in the file, and can be brought back for a day: %(numbers)s."),
        lambda each: each.stored.assessment.deleted_at is not None,
    ),
)
"""Ways in which an imported assessment differs from the file."""


def import_summary(done: Import) -> str:
    """Say what is new, what was here already, and what of the new differs from the file."""
    new = {number: done.assessments[place] for place, number in sorted(done.numbers.items())}
    there = len(done.assessments) - len(new)
    sentences = [_imported(sorted(new))] if new else [_("Nothing new was in the file.")]
    if there:
        sentences.append(
            ngettext(
                "%(num)s assessment was here already.",
                "%(num)s assessments were here already.",
                there,
            )
        )
    return " ".join([*sentences, *_differences(new)])


def _differences(new: dict[int, ImportedAssessment]) -> list[str]:
    """Return a sentence for each way in which some differ from the file."""
    sentences = []
    for sentence, differs in DIFFERENCES:
        numbers = [number for number, each in new.items() if differs(each)]
        if numbers:
            sentences.append(str(sentence) % {"numbers": _named(numbers)})
    return sentences


def _imported(numbers: Sequence[int]) -> str:
    first, last = numbers[0], numbers[-1]
    place = (
        _("no. %(number)s", number=first)
        if first == last
        else _("no. %(first)s to %(last)s", first=first, last=last)
    )
    return str(
        ngettext(
            "%(num)s assessment was taken in, as %(numbers)s.",
            "%(num)s assessments were taken in, as %(numbers)s.",
            len(numbers),
            numbers=place,
        )
    )


def _named(numbers: Sequence[int]) -> str:
    """Name the first of the numbers, and say how many more there are; "" for none."""
    shown = ", ".join(_("no. %(number)s", number=number) for number in numbers[:MAX_NAMED_NUMBERS])
    more = len(numbers) - MAX_NAMED_NUMBERS
    return shown if more <= 0 else _("%(numbers)s and %(more)s more", numbers=shown, more=more)
