"""`orienteer plan`: one person's ratings in, a learning plan out."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.cli.content import open_catalogue
from app.cli.errors import CommandError
from app.cli.files import open_output
from app.cli.options import language_option
from app.cli.plan.options import output_options, plan_options
from app.cli.plan.ratings import open_ratings
from app.cli.plan.request import PlanRequest, check_request, warn_about_met_steps
from app.exports.words import Words
from app.planning.model import Plan
from app.planning.plan import plan as make_plan

NO_WEEKS = N_(
    "This plan has no weeks of study to put in a calendar: choose another format, such as "
    "--format md."
)


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext

    @click.command(
        "plan",
        help=_(
            "Make a learning plan for the ratings in FILE (- for standard input): a JSON object, "
            "or CSV with one row."
        ),
    )
    @click.argument("file")
    @plan_options(words)
    @output_options(words)
    @language_option(words)
    def command(file: str, kind: str, path: Path | None, **options: Any) -> None:
        catalogue, now = open_catalogue(words), datetime.now(UTC)
        request = PlanRequest(**options).with_start(now.astimezone().date(), required=kind == "ics")
        check_request(request, catalogue, words)
        if kind == "pdf":
            _check_pdf(words, path)
        ratings = open_ratings(file, catalogue, words)
        warn_about_met_steps(request, catalogue, ratings, words)
        plan = make_plan(
            catalogue,
            ratings,
            request.target,
            request.hours,
            request.start,
            request.deadline,
            wishes=request.wishes,
        )
        if kind == "ics" and not plan.weeks:
            raise CommandError(_(NO_WEEKS))
        document = _document(kind, plan, request, catalogue, words, now, Path(file).stem)
        with open_output(path, words) as out:
            out.buffer.write(document)

    return command


def _check_pdf(words: Words, path: Path | None) -> None:
    """Raise CommandError if a PDF cannot be made, or would be written to a terminal."""
    from app.exports.pdf import pdf_is_installed

    _ = words.gettext
    if not pdf_is_installed():
        raise CommandError(
            _(
                "A PDF needs more than is installed here: run `make pdf`, which installs it or "
                "says what the system lacks."
            )
        )
    if path is None and sys.stdout.isatty():
        raise CommandError(_("A PDF is not for a terminal: write it to a file with --output."))


def _document(
    kind: str,
    plan: Plan,
    request: PlanRequest,
    catalogue: Catalogue,
    words: Words,
    now: datetime,
    name: str,
) -> bytes:
    """Return the plan in a format. Only that format's module is imported.

    `name` distinguishes the calendars of several people.
    """
    wanted = request.wanted
    if kind == "md":
        from app.exports.markdown import plan_as_markdown

        return plan_as_markdown(plan, catalogue, words, wanted).encode()
    if kind == "csv":
        from app.exports.table import plan_as_csv

        return plan_as_csv(plan, catalogue, words, wanted).encode()
    if kind == "ics":
        from app.exports.calendar import plan_as_calendar

        key = re.sub(r"\W+", "-", f"{name}-{plan.target.role}-{plan.target.stage}").strip("-")
        return plan_as_calendar(plan, catalogue, words, key, now, wanted)
    if kind == "pdf":
        from app.exports.pdf import plan_as_pdf

        return plan_as_pdf(plan, catalogue, words, wanted)
    from app.cli.plan.document import plan_as_json

    return plan_as_json(plan, catalogue, words, wanted).encode()
