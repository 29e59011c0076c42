"""`orienteer links check`: whether the addresses of the catalogue's resources are still there."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

import click

from app.catalogue.faults import N_
from app.catalogue.steps import Resource
from app.catalogue.text import LANGUAGES, Language
from app.cli.content import open_catalogue
from app.cli.links.exchange import Outside
from app.cli.links.report import findings_document, findings_text, reason
from app.cli.links.round import NothingAnswers, look_round
from app.cli.links.verdict import Finding
from app.cli.links.visit import USUAL_TIMEOUT, Manners
from app.cli.options import Refused, format_option, language_option
from app.cli.output import output
from app.documents.words import Words
from config import read_contact

INTERRUPTED: Final = 130
LONGEST_TIMEOUT: Final = 120
TO_MEND: Final = ("gone", "moved")

HELP: Final = N_(
    "Ask every address of the catalogue’s resources whether it is still there: one question at a time to a site, a second apart. "
    "Takes a few minutes; exits 1 where one is gone or has moved for good. Ctrl+C ends it with what was found so far."
)


def command(words: Words, outside: Outside | None = None, manners: Manners | None = None) -> click.Group:
    """The commands in the language of the words."""
    group = click.Group("links", help=words.gettext("The addresses of what there is to study from."))
    group.add_command(_check(words, outside, manners or Manners()))
    return group


def _check(words: Words, outside: Outside | None, manners: Manners) -> click.Command:
    _ = words.gettext

    @click.command("check", help=_(HELP))
    @format_option(words)
    @click.option("--language", type=click.Choice(LANGUAGES), help=_("Only resources in this language."))
    @click.option(
        "--timeout",
        type=click.IntRange(1, LONGEST_TIMEOUT),
        default=USUAL_TIMEOUT,
        show_default=True,
        help=_("Seconds that a site may take for one answer."),
    )
    @click.option(
        "--contact",
        metavar="TEXT",
        help=_("How a site’s keeper can reach you, told to every site; by default what ORIENTEER_CONTACT says."),
    )
    @click.option("--limit", type=click.IntRange(min=1), metavar="N", help=_("Only the first N resources."))
    @language_option(words)
    @click.pass_context
    def check(context: click.Context, kind: str, language: Language | None, timeout: int, contact: str | None, limit: int | None) -> None:
        every = [each for each in open_catalogue(words).resources if language in (None, each.language)]
        resources = every[:limit]
        told = replace(manners, timeout=timeout, contact=contact or read_contact() or "")
        found, whole = _look(words, resources, outside or Outside(), told)
        with output(None, words) as out:
            out.write(f"{_document(resources, found) if kind == 'json' else findings_text(resources, found, words)}\n")
        if not whole:
            click.echo(_("Stopped before the end: what was found so far is above."), err=True)
            context.exit(INTERRUPTED)
        context.exit(1 if any(finding.verdict in TO_MEND for finding in found.values()) else 0)

    return check


def _look(words: Words, resources: Sequence[Resource], outside: Outside, manners: Manners) -> tuple[dict[str, Finding], bool]:
    """What was found, by address, and whether the round came to its end. Raises Refused where nothing answers at all."""
    found: dict[str, Finding] = {}
    try:
        with _shown(len(resources)) as advance, closing(look_round([each.url for each in resources], outside, manners)) as findings:
            for finding in findings:
                found[finding.url] = finding
                advance()
    except KeyboardInterrupt:
        return found, False
    except NothingAnswers as nothing:
        sentence = _nothing(words)
        raise Refused(sentence % {"why": reason(nothing.finding, words), "url": nothing.finding.url}) from nothing
    return found, True


def _document(resources: Sequence[Resource], found: Mapping[str, Finding]) -> str:
    return json.dumps(findings_document(resources, found), ensure_ascii=False, indent=2)


def _nothing(words: Words) -> str:
    return words.gettext(
        "No site answers. Is this machine on a network, and may programs on it reach the web? (%(url)s: %(why)s) Nothing was checked."
    )


@contextmanager
def _shown(count: int) -> Iterator[Callable[[], None]]:
    """What to call after each address. Standard error shows how many there were, where it is a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, file=sys.stderr, show_pos=True) as bar:
        yield lambda: bar.update(1)
