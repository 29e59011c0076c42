"""`orienteer plan`: one person's ratings in, a learning plan out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

import click

from app.catalogue.model import STAGES, Catalogue, Ratings, Stage
from app.cli.answers import read_answers
from app.cli.content import open_catalogue
from app.cli.faults import FileError, RowError
from app.cli.files import opened
from app.cli.near import tell_near_misses
from app.cli.options import Refused, day_option, language_option
from app.cli.output import output
from app.documents.words import Words
from app.planning.model import FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK, USUAL_HOURS_A_WEEK, Plan, Target
from app.planning.plan import plan as make_plan

FORMATS: Final = ("json", "md", "csv", "ics")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the options ask for."""

    role: str
    stage: Stage
    hours: int
    start: date | None
    deadline: date | None
    kind: str


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext
    hours = click.IntRange(FEWEST_HOURS_A_WEEK, MOST_HOURS_A_WEEK)

    @click.command(
        "plan", help=_("Make a learning plan for the ratings in FILE (- for standard input): a JSON object, or CSV with one row.")
    )
    @click.argument("file")
    @click.option("--role", required=True, metavar="ID", help=_("The role to plan for, such as mlops_engineer."))
    @click.option("--stage", type=click.Choice(STAGES), required=True, help=_("The stage of the role."))
    @click.option("--hours", type=hours, default=USUAL_HOURS_A_WEEK, show_default=True, help=_("Hours of study a week."))
    @day_option(words, "--start", _("First day of the first week; today where the plan needs one."))
    @day_option(words, "--deadline", _("Take what brings the most readiness in the whole weeks before this day."))
    @click.option("--format", "kind", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True, help=_("Format of the plan."))
    @language_option(words)
    def command(file: str, role: str, stage: Stage, hours: int, start: date | None, deadline: date | None, kind: str) -> None:
        catalogue = open_catalogue(words)
        if role not in catalogue.role:
            values = {"role": repr(role), "roles": ", ".join(catalogue.role)}
            raise Refused(_("--role %(role)s is not known: give one of %(roles)s.") % values)
        now = datetime.now(UTC)
        first = start or (now.astimezone().date() if deadline or kind == "ics" else None)
        if deadline and first and deadline < first:
            raise Refused(_("--deadline %(deadline)s is before the start, %(start)s.") % {"deadline": deadline, "start": first})
        wish = Wish(role, stage, hours, first, deadline, kind)
        text = _text(wish, catalogue, _ratings(words, file, catalogue), words, now)
        with output(None, words) as out:
            out.write(text)

    return command


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


def _text(wish: Wish, catalogue: Catalogue, ratings: Ratings, words: Words, now: datetime) -> str:
    target = Target(wish.role, wish.stage)
    made = make_plan(catalogue, ratings, target, wish.hours, wish.start, wish.deadline)
    return _document(wish.kind, made, catalogue, words, now)


def _document(kind: str, plan: Plan, catalogue: Catalogue, words: Words, now: datetime) -> str:
    """The plan in a format; each is imported only when it is asked for."""
    if kind == "md":
        from app.documents.markdown import plan_as_markdown

        return plan_as_markdown(plan, catalogue, words)
    if kind == "csv":
        from app.documents.table import plan_as_csv

        return plan_as_csv(plan, catalogue, words)
    if kind == "ics":
        from app.documents.calendar import plan_as_calendar

        return plan_as_calendar(plan, catalogue, words, f"{plan.target.role}-{plan.target.stage}", now).decode()
    from app.cli.plan_document import plan_as_json

    return plan_as_json(plan)
