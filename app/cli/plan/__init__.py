"""`orienteer plan`: one person's ratings in, a learning plan out."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.catalogue.model import Catalogue, Ratings
from app.cli.answers import read_answers
from app.cli.content import open_catalogue
from app.cli.faults import FileError, RowError
from app.cli.files import opened
from app.cli.near import tell_near_misses
from app.cli.options import Refused, language_option
from app.cli.output import output
from app.cli.plan.asked import Asked, refuse_what_cannot_be, tell_what_is_met
from app.cli.plan.options import FORMATS, asked_options
from app.documents.words import Words
from app.planning.model import Plan
from app.planning.plan import plan as make_plan


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command(
        "plan",
        help=_(
            "Make a learning plan for the ratings in FILE (- for standard input): a JSON object, or CSV with one row."
        ),
    )
    @click.argument("file")
    @asked_options(words)
    @click.option(
        "--format",
        "kind",
        type=click.Choice(FORMATS),
        default=FORMATS[0],
        show_default=True,
        help=_("Format of the plan."),
    )
    @click.option(
        "--output",
        "path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write the results to this file."),
    )
    @language_option(words)
    def command(file: str, kind: str, path: Path | None, **given: Any) -> None:
        catalogue, now = open_catalogue(words), datetime.now(UTC)
        asked = Asked(**given).from_day(now.astimezone().date(), needs_days=kind == "ics")
        refuse_what_cannot_be(asked, catalogue, words)
        if kind == "pdf":
            _refuse_pdf(words, path)
        ratings = _ratings(words, file, catalogue)
        tell_what_is_met(asked, catalogue, ratings, words)
        made = make_plan(
            catalogue,
            ratings,
            asked.target,
            asked.hours,
            asked.start,
            asked.deadline,
            wishes=asked.wishes,
        )
        if kind == "ics" and not made.weeks:
            raise Refused(
                _(
                    "This plan has no weeks of study to put in a calendar: choose another format, such as --format md."
                )
            )
        whole = _document(kind, made, asked, catalogue, words, now, Path(file).stem)
        with output(path, words) as out:
            out.buffer.write(whole)

    return command


def _refuse_pdf(words: Words, path: Path | None) -> None:
    """Raises Refused where a PDF cannot be made, or would land on a terminal."""
    from app.documents.pdf import pdf_is_installed

    _ = words.gettext
    if not pdf_is_installed():
        raise Refused(
            _(
                "A PDF needs more than is installed here: run `make pdf`, which installs it or says what the system lacks."
            )
        )
    if path is None and sys.stdout.isatty():
        raise Refused(_("A PDF is not for a terminal: write it to a file with --output."))


def _ratings(words: Words, file: str, catalogue: Catalogue) -> Ratings:
    """The ratings in the file; ends the command with 2 where it cannot be used, with 1 where its one row is bad."""
    try:
        with opened(file, words) as source:
            ratings, names = read_answers(source, tuple(catalogue.skill))
    except FileError as fault:
        raise Refused(f"{file}: {fault.told(words)}") from fault
    except RowError as fault:
        raise click.ClickException(f"{file}: {fault.told(words)}") from fault
    tell_near_misses(words, names, tuple(catalogue.skill))
    return ratings


def _document(
    kind: str,
    plan: Plan,
    asked: Asked,
    catalogue: Catalogue,
    words: Words,
    now: datetime,
    name: str,
) -> bytes:
    """The plan in a format; each is imported only when it is asked for. `name` tells the calendars of several people apart."""
    wanted = asked.wanted
    if kind == "md":
        from app.documents.markdown import plan_as_markdown

        return plan_as_markdown(plan, catalogue, words, wanted).encode()
    if kind == "csv":
        from app.documents.table import plan_as_csv

        return plan_as_csv(plan, catalogue, words, wanted).encode()
    if kind == "ics":
        from app.documents.calendar import plan_as_calendar

        key = re.sub(r"\W+", "-", f"{name}-{plan.target.role}-{plan.target.stage}").strip("-")
        return plan_as_calendar(plan, catalogue, words, key, now, wanted)
    if kind == "pdf":
        from app.documents.pdf import plan_as_pdf

        return plan_as_pdf(plan, catalogue, words, wanted)
    from app.cli.plan.document import plan_as_json

    return plan_as_json(plan, catalogue, words, wanted).encode()
