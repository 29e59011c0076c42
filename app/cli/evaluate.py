"""`orienteer evaluate`: how often the match names the role that rows are known to have, beside what others would take for the task."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.cli.content import open_catalogue
from app.cli.judgement_text import judgement_text
from app.cli.known_rows import known_table
from app.cli.options import Refused, format_option, language_option
from app.documents.words import Words

if TYPE_CHECKING:
    from app.evidence.crossing import Method
    from app.evidence.judging import Judgement

HELP = N_(
    "Judge the match on the rows of FILE, whose column role says what is true: by cross-validation, each row by coefficients fitted "
    "without it. Prints how often the right role is named, with intervals, beside naive Bayes and logistic regression."
)
AS = N_("What the rows are: postings count toward the start of a fit, people do not.")
WITH = N_("Rows of the other kind that every fit may see whole.")
TRAIN = N_(
    "Judge the catalogue’s own coefficients on FILE, and let the others learn from this file."
)
WHOLE = N_("Judge the catalogue’s own coefficients on FILE, without fitting anything.")


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command("evaluate", help=_(HELP))
    @click.argument("file")
    @click.option(
        "--as",
        "name",
        type=click.Choice(["postings", "people"]),
        default="postings",
        show_default=True,
        help=_(AS),
    )
    @click.option("--with", "other", metavar="FILE2", help=_(WITH))
    @click.option("--train", metavar="FILE3", help=_(TRAIN))
    @click.option("--as-it-stands", "whole", is_flag=True, help=_(WHOLE))
    @format_option(words)
    @language_option(words)
    def command(
        file: str, name: str, other: str | None, train: str | None, whole: bool, kind: str
    ) -> None:
        catalogue = open_catalogue(words)
        if other and (whole or train):
            raise Refused(
                _(
                    "--with is for a fit, and with --train or --as-it-stands nothing is fitted: leave one out."
                )
            )
        rivals = found_rivals(words, catalogue)
        found = (
            _as_it_stands(words, catalogue, file, train, rivals)
            if whole or train
            else _crossed(words, catalogue, file, name, other, rivals)
        )
        click.echo(
            _json(catalogue, found) if kind == "json" else judgement_text(catalogue, found, words)
        )

    return command


def _crossed(
    words: Words,
    catalogue: Catalogue,
    file: str,
    name: str,
    other: str | None,
    rivals: "Mapping[str, Method]",
) -> "dict[str, Judgement]":
    from app.evidence.crossing import by_role, by_source
    from app.evidence.forms import Evidence, Simulated, fitted
    from app.evidence.judging import cross_judged

    table = known_table(file, catalogue, words)
    beside = None if other is None else known_table(other, catalogue, words)
    evidence = (
        Evidence(catalogue, table, beside)
        if name == "postings"
        else Evidence(catalogue, beside, table)
    )
    simulated = Simulated(catalogue)
    splits = {"by_role": by_role(table), "by_source": by_source(table)}
    return {
        how: cross_judged(evidence, name, split, fitted, rivals, simulated)
        for how, split in splits.items()
        if split is not None
    }


def _as_it_stands(
    words: Words, catalogue: Catalogue, file: str, train: str | None, rivals: "Mapping[str, Method]"
) -> "dict[str, Judgement]":
    from app.evidence.judging import judged_as_it_stands

    seen = None if train is None else known_table(train, catalogue, words)
    return {
        "as_it_stands": judged_as_it_stands(
            catalogue, known_table(file, catalogue, words), seen, rivals
        )
    }


def found_rivals(words: Words, catalogue: Catalogue) -> "Mapping[str, Method]":
    """What the match is compared with; nobody, and a word about it, where scikit-learn is not installed."""
    try:
        from app.evidence.rivals import rivals
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "sklearn":
            raise
        click.echo(
            words.gettext(
                "Not compared with naive Bayes and logistic regression: that takes scikit-learn (the extra “evidence”)."
            ),
            err=True,
        )
        return {}
    return rivals(len(catalogue.roles))


def _json(catalogue: Catalogue, found: "dict[str, Judgement]") -> str:
    roles = [role.id for role in catalogue.roles]

    def plain(judgement: "Judgement") -> dict[str, object]:
        return {
            "rows": judgement.rows,
            "roles": [roles[place] for place in judgement.roles],
            "methods": {name: asdict(figures) for name, figures in judgement.methods.items()},
            "less": {name: asdict(figures) for name, figures in judgement.less.items()},
            "confusion": {
                roles[place]: {
                    roles[other]: float(judgement.confusion[place, other])
                    for other in judgement.roles
                }
                for place in judgement.roles
            },
            "too_close": judgement.too_close,
            "margins": [asdict(margin) for margin in judgement.margins],
        }

    return json.dumps(
        {how: plain(judgement) for how, judgement in found.items()}, ensure_ascii=False, indent=2
    )
