"""`orienteer catalogue`: show, check or report on the content."""

import json
from pathlib import Path

import click

from app.catalogue.document import Json, to_document
from app.catalogue.load import CONTENT
from app.cli.catalogue.report import catalogue_text, report_document, report_text
from app.cli.content import content_faults, fault_message, open_catalogue
from app.cli.options import format_option, language_option
from app.exports.words import Words


def command(words: Words) -> click.Group:
    """Return the group in the language of the words."""
    group = click.Group(
        "catalogue",
        help=words.gettext("Show, check or report on what is asked and what roles need."),
    )
    for make in (_show, _check, _report):
        group.add_command(make(words))
    return group


def _show(words: Words) -> click.Command:
    @click.command(
        "show", help=words.gettext("Print the whole catalogue: skills, anchors, roles and steps.")
    )
    @format_option(words)
    @language_option(words)
    def show(kind: str) -> None:
        catalogue = open_catalogue(words)
        _print(to_document(catalogue) if kind == "json" else catalogue_text(catalogue, words))

    return show


def _check(words: Words) -> click.Command:
    _ = words.gettext
    folder_type = click.Path(path_type=Path, exists=True, file_okay=False)

    @click.command(
        "check",
        help=_(
            "Check the content files and name every fault with its mend; exits 1 where there is "
            "one."
        ),
    )
    @click.option(
        "--content",
        "folder",
        type=folder_type,
        default=CONTENT,
        help=_("Check this folder instead."),
    )
    @format_option(words)
    @language_option(words)
    @click.pass_context
    def check(context: click.Context, folder: Path, kind: str) -> None:
        faults = [
            {"file": fault.file, "key": fault.key, "message": fault_message(words, fault)}
            for fault in content_faults(folder)
        ]
        lines = [f"{fault['file']}: {fault['key']}: {fault['message']}" for fault in faults]
        _print(
            {"faults": faults} if kind == "json" else "\n".join(lines) or _("The content is whole.")
        )
        context.exit(1 if faults else 0)

    return check


def _report(words: Words) -> click.Command:
    @click.command(
        "report",
        help=words.gettext(
            "Print what each step of each skill has, and what it lacks in each language."
        ),
    )
    @format_option(words)
    @language_option(words)
    def report(kind: str) -> None:
        catalogue = open_catalogue(words)
        _print(report_document(catalogue) if kind == "json" else report_text(catalogue, words))

    return report


def _print(output: Json | str) -> None:
    click.echo(
        output if isinstance(output, str) else json.dumps(output, ensure_ascii=False, indent=2)
    )
