"""What `orienteer plan` can be asked for, as options: the same as the plan's form on its page."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

import click

from app.catalogue.model import STAGES
from app.catalogue.text import LANGUAGES
from app.cli.options import day_option
from app.documents.words import EITHER, Words
from app.planning.model import FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, USUAL_HOURS_A_WEEK

F = TypeVar("F", bound=Callable[..., Any])

FORMATS: Final = ("json", "md", "csv", "ics", "pdf")


def asked_options(words: Words) -> Callable[[F], F]:
    """The options whose values are the fields of an `Asked`, by the same names."""
    _ = words.gettext
    hours, languages = (
        click.IntRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK),
        click.Choice([EITHER, *LANGUAGES]),
    )
    options = (
        click.option(
            "--role",
            required=True,
            metavar="ID",
            help=_("The role to plan for, such as mlops_engineer."),
        ),
        click.option(
            "--stage", type=click.Choice(STAGES), required=True, help=_("The stage of the role.")
        ),
        click.option(
            "--hours",
            type=hours,
            default=USUAL_HOURS_A_WEEK,
            show_default=True,
            help=_("Hours of study a week."),
        ),
        day_option(
            words, "--start", _("First day of the first week; today where the plan needs one.")
        ),
        day_option(
            words,
            "--deadline",
            _("Take what brings the most readiness in the whole weeks before this day."),
        ),
        click.option(
            "--focus",
            metavar="ID",
            help=_("An industry or a coming skill that the plan leans towards, such as fintech."),
        ),
        click.option(
            "--put-in",
            multiple=True,
            metavar="STEP",
            help=_("Put this study step in, such as docker.1; may be given again."),
        ),
        click.option(
            "--leave-out",
            multiple=True,
            metavar="STEP",
            help=_("Leave this step out, such as docker.1; may be given again."),
        ),
        click.option(
            "--languages",
            type=languages,
            default=EITHER,
            show_default=True,
            help=_("Study from resources in Korean, in English, or both."),
        ),
        click.option("--free-only", is_flag=True, help=_("Study from free resources only.")),
    )

    def add(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return add
