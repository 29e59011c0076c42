"""The options of `orienteer plan`: the choices of the plan's page, and its output."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from app.catalogue.model import STAGES
from app.catalogue.text import LANGUAGES
from app.cli.options import Decorator, add_options, day_option
from app.exports.words import EITHER, Words
from app.planning.model import MAX_HOURS_A_WEEK, MIN_HOURS_A_WEEK, USUAL_HOURS_A_WEEK

FORMATS: Final = ("json", "md", "csv", "ics", "pdf")


def plan_options(words: Words) -> Decorator:
    """Return the options whose names and values are the fields of `PlanRequest`."""
    return add_options([*_target_options(words), *_wish_options(words)])


def output_options(words: Words) -> Decorator:
    """Return --format and --output."""
    _ = words.gettext
    return add_options(
        [
            click.option(
                "--format",
                "kind",
                type=click.Choice(FORMATS),
                default=FORMATS[0],
                show_default=True,
                help=_("Format of the plan."),
            ),
            click.option(
                "--output",
                "path",
                type=click.Path(path_type=Path),
                metavar="FILE",
                help=_("Write the results to this file."),
            ),
        ]
    )


def _target_options(words: Words) -> Iterator[Decorator]:
    """Yield the options for role, stage, hours and dates."""
    _ = words.gettext
    yield click.option(
        "--role",
        required=True,
        metavar="ID",
        help=_("The role to plan for, such as mlops_engineer."),
    )
    yield click.option(
        "--stage", type=click.Choice(STAGES), required=True, help=_("The stage of the role.")
    )
    yield click.option(
        "--hours",
        type=click.IntRange(MIN_HOURS_A_WEEK, MAX_HOURS_A_WEEK),
        default=USUAL_HOURS_A_WEEK,
        show_default=True,
        help=_("Hours of study a week."),
    )
    start = _("First day of the first week; today where the plan needs one.")
    yield day_option(words, start, "--start")
    deadline = _("Take what meets the most requirements, by weight, in the hours before this day.")
    yield day_option(words, deadline, "--deadline")


def _wish_options(words: Words) -> Iterator[Decorator]:
    """Yield the options for focus, steps and resources."""
    _ = words.gettext
    yield click.option(
        "--focus",
        metavar="ID",
        help=_("An industry or a coming skill that the plan leans towards, such as fintech."),
    )
    yield click.option(
        "--put-in",
        multiple=True,
        metavar="STEP",
        help=_("Put this study step in, such as docker.1; may be given again."),
    )
    yield click.option(
        "--leave-out",
        multiple=True,
        metavar="STEP",
        help=_("Leave this step out, such as docker.1; may be given again."),
    )
    yield click.option(
        "--languages",
        type=click.Choice([EITHER, *LANGUAGES]),
        default=EITHER,
        show_default=True,
        help=_("Study from resources in Korean, in English, or both."),
    )
    yield click.option("--free-only", is_flag=True, help=_("Study from free resources only."))
