"""`orienteer catalogue`: show, check or report on the content."""

import json

import click

from app.catalogue.document import to_document
from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from app.catalogue.reading import load_reading
from app.cli.content import open_catalogue, told
from app.cli.options import language_option
from app.cli.report import report_document, report_text
from app.cli.show import catalogue_text
from app.documents.words import Words

Json = dict[str, object]


def command(words: Words) -> click.Group:
    """The commands in the language of the words."""
    group = click.Group("catalogue", help=words.gettext("Show, check or report on what is asked and what roles need."))
    for make in (_show, _check, _report):
        group.add_command(make(words))
    return group


def _show(words: Words) -> click.Command:
    @click.command("show", help=words.gettext("Print the whole catalogue: skills, anchors, roles and steps."))
    @_format_option(words)
    @language_option(words)
    def show(kind: str) -> None:
        catalogue = open_catalogue(words)
        _print(to_document(catalogue) if kind == "json" else catalogue_text(catalogue, words))

    return show


def _check(words: Words) -> click.Command:
    @click.command("check", help=words.gettext("Check the content files; exits 1 and names every fault, with its mend, where there is one."))
    @_format_option(words)
    @language_option(words)
    @click.pass_context
    def check(context: click.Context, kind: str) -> None:
        faults = [{"file": fault.file, "key": fault.key, "message": told(words, fault)} for fault in _faults()]
        whole = words.gettext("The content is whole.")
        _print({"faults": faults} if kind == "json" else "\n".join(fault["message"] for fault in faults) or whole)
        context.exit(1 if faults else 0)

    return check


def _report(words: Words) -> click.Command:
    @click.command("report", help=words.gettext("Print what each step of each skill has, and what it lacks in each language."))
    @_format_option(words)
    @language_option(words)
    def report(kind: str) -> None:
        catalogue = open_catalogue(words)
        _print(report_document(catalogue) if kind == "json" else report_text(catalogue, words))

    return report


def _format_option(words: Words) -> "click.decorators.Callable":  # placeholder
    return click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True, help=words.gettext("Format of the answer."))


def _faults() -> list[Fault]:
    """All faults of all content."""
    found: list[Fault] = []
    for load in (load_catalogue, load_reading):
        try:
            load()
        except ContentError as error:
            found += error.faults
    return found


def _print(answer: Json | str) -> None:
    click.echo(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False, indent=2))
