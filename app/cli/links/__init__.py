"""`orienteer links check`: check whether the addresses of the resources still exist."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import click

from app.catalogue.faults import N_
from app.catalogue.steps import Resource
from app.catalogue.text import LANGUAGES, Language
from app.cli.content import open_catalogue
from app.cli.errors import CommandError
from app.cli.files import open_output
from app.cli.links.report import findings_document, findings_text, reason
from app.cli.links.verdict import Finding, NoSiteAnswers, doubt_missing_names
from app.cli.options import Decorator, add_options, format_option, language_option
from app.exports.words import Words
from config import read_contact

if TYPE_CHECKING:  # visit.py imports httpx, which other commands and --help do without
    import httpx

    from app.cli.links.request import CheckOptions

INTERRUPTED: Final = 130
DEFAULT_TIMEOUT: Final = 10
MAX_TIMEOUT: Final = 120
NEEDS_EDIT: Final = ("gone", "moved")
"""Verdicts on which the command exits with 1."""

HELP: Final = N_(
    "Ask every address of the catalogue’s resources whether it is still there: one question at a "
    "time to a site, a second apart. Takes a few minutes; exits 1 where one is gone or has moved "
    "for good. Ctrl+C ends it with what was found so far."
)


def command(
    words: Words,
    transport: "httpx.AsyncBaseTransport | None" = None,
    defaults: "CheckOptions | None" = None,
) -> click.Group:
    """Return the `links` group in the language of `words`.

    Tests pass a transport that connects to a local server.
    """
    group = click.Group(
        "links", help=words.gettext("The addresses of what there is to study from.")
    )
    group.add_command(_check(words, transport, defaults))
    return group


def _check(
    words: Words, transport: "httpx.AsyncBaseTransport | None", defaults: "CheckOptions | None"
) -> click.Command:
    _ = words.gettext

    @click.command("check", help=_(HELP))
    @format_option(words)
    @add_options(_options(words))
    @language_option(words)
    @click.pass_context
    def check(
        context: click.Context,
        kind: str,
        language: Language | None,
        timeout: int,
        contact: str | None,
        limit: int | None,
    ) -> None:
        from app.cli.links.request import CheckOptions

        resources = [
            resource
            for resource in open_catalogue(words).resources
            if language in (None, resource.language)
        ][:limit]
        options = replace(
            defaults or CheckOptions(), timeout=timeout, contact=contact or read_contact() or ""
        )
        findings, completed = _visit(words, resources, options, transport)
        _print_findings(words, resources, findings, kind)
        if not completed:
            click.echo(_("Stopped before the end: what was found so far is above."), err=True)
            context.exit(INTERRUPTED)
        context.exit(
            1 if any(finding.verdict in NEEDS_EDIT for finding in findings.values()) else 0
        )

    return check


def _options(words: Words) -> Iterator[Decorator]:
    _ = words.gettext
    yield click.option(
        "--language", type=click.Choice(LANGUAGES), help=_("Only resources in this language.")
    )
    yield click.option(
        "--timeout",
        type=click.IntRange(1, MAX_TIMEOUT),
        default=DEFAULT_TIMEOUT,
        show_default=True,
        help=_("Seconds that a site may take for one answer."),
    )
    yield click.option(
        "--contact",
        metavar="TEXT",
        help=_(
            "How a site’s keeper can reach you, told to every site; by default what "
            "ORIENTEER_CONTACT says."
        ),
    )
    yield click.option(
        "--limit", type=click.IntRange(min=1), metavar="N", help=_("Only the first N resources.")
    )


def _print_findings(
    words: Words, resources: Sequence[Resource], findings: Mapping[str, Finding], kind: str
) -> None:
    if kind == "json":
        document = findings_document(resources, findings)
        text = json.dumps(document, ensure_ascii=False, indent=2)
    else:
        text = findings_text(resources, findings, words)
    with open_output(None, words) as out:
        out.write(f"{text}\n")


def _visit(
    words: Words,
    resources: Sequence[Resource],
    options: "CheckOptions",
    transport: "httpx.AsyncBaseTransport | None",
) -> tuple[dict[str, Finding], bool]:
    """Return the findings by address, and False if the user interrupted the check.

    Raises CommandError if no site answers.
    """
    import asyncio

    from app.cli.links.visit import visit_all

    findings: dict[str, Finding] = {}
    addresses = list(dict.fromkeys(resource.url for resource in resources))
    try:
        with _progress(len(addresses)) as advance:
            asyncio.run(visit_all(addresses, findings, options, advance, transport))
    except KeyboardInterrupt:
        doubt_missing_names(findings)  # whether the network was lost is not known
        return findings, False
    except NoSiteAnswers as error:
        sentence = words.gettext(
            "No site answers. Is this machine on a network, and may programs on it reach the web? "
            "(%(url)s: %(why)s) Nothing was checked."
        )
        raise CommandError(
            sentence % {"why": reason(error.finding, words), "url": error.finding.url}
        ) from error
    return findings, True


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """Yield a function to call after each address. The progress bar shows only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
