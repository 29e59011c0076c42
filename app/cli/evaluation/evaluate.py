"""`orienteer evaluate`: how often the match names the known role of rows, beside baselines."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue
from app.cli.content import open_catalogue
from app.cli.errors import CommandError
from app.cli.evaluation.report import comparison_text
from app.cli.options import Decorator, format_option, language_option, left_out_option
from app.cli.ratings.labelled_rows import read_labelled_table
from app.exports.words import Words

if TYPE_CHECKING:
    from app.evaluation.comparison import Comparison
    from app.evaluation.cross_validation import Classifier
    from app.evaluation.labelled_table import LabelledTable

HELP = N_(
    "Judge the match on the rows of FILE, whose column role says what is true: by "
    "cross-validation, each row by coefficients fitted without it. Prints how often the right "
    "role is named, with intervals, beside naive Bayes and logistic regression."
)
AS = N_("What the rows are: postings count toward the start of a fit, people do not.")
WITH = N_("Rows of the other kind that every fit may see whole.")
TRAIN = N_(
    "Judge the catalogue’s own coefficients on FILE, and let the others learn from this file."
)
WHOLE = N_("Judge the catalogue’s own coefficients on FILE, without fitting anything.")


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext

    @click.command("evaluate", help=_(HELP))
    @click.argument("file")
    @_table_option(words)
    @click.option("--with", "other", metavar="FILE2", help=_(WITH))
    @click.option("--train", metavar="FILE3", help=_(TRAIN))
    @click.option("--as-it-stands", "whole", is_flag=True, help=_(WHOLE))
    @left_out_option(words)
    @format_option(words)
    @language_option(words)
    def command(
        file: str,
        name: str,
        other: str | None,
        train: str | None,
        whole: bool,
        left_out: tuple[str, ...],
        kind: str,
    ) -> None:
        catalogue = open_catalogue(words)
        _check_second_file(words, other, whole or train is not None)
        baselines = load_baselines(words, catalogue)
        table = read_labelled_table(file, catalogue, words, left_out)
        second = other or train
        beside = None if second is None else read_labelled_table(second, catalogue, words, left_out)
        comparisons = (
            _current(catalogue, table, beside, baselines)
            if whole or train
            else _cross_validated(catalogue, name, table, beside, baselines)
        )
        click.echo(
            _json(catalogue, comparisons)
            if kind == "json"
            else comparison_text(catalogue, comparisons, words)
        )

    return command


def _table_option(words: Words) -> Decorator:
    """Return --as: which of the two tables of a fit the rows stand for."""
    return click.option(
        "--as",
        "name",
        type=click.Choice(["postings", "people"]),
        default="postings",
        show_default=True,
        help=words.gettext(AS),
    )


def _check_second_file(words: Words, other: str | None, nothing_fitted: bool) -> None:
    if other and nothing_fitted:
        raise CommandError(
            words.gettext(
                "--with is for a fit, and with --train or --as-it-stands nothing is fitted: "
                "leave one out."
            )
        )


def _cross_validated(
    catalogue: Catalogue,
    name: str,
    table: "LabelledTable",
    beside: "LabelledTable | None",
    baselines: "Mapping[str, Classifier]",
) -> "dict[str, Comparison]":
    from app.evaluation.comparison import cross_validate
    from app.evaluation.cross_validation import by_role, by_source
    from app.evaluation.profile_forms import SimulatedRows, TrainingData, fitted_directions

    data = (
        TrainingData(catalogue, table, beside)
        if name == "postings"
        else TrainingData(catalogue, beside, table)
    )
    simulated = SimulatedRows(catalogue)
    splits = {"by_role": by_role(table), "by_source": by_source(table)}
    return {
        how: cross_validate(data, name, split, fitted_directions, baselines, simulated)
        for how, split in splits.items()
        if split is not None
    }


def _current(
    catalogue: Catalogue,
    table: "LabelledTable",
    seen: "LabelledTable | None",
    baselines: "Mapping[str, Classifier]",
) -> "dict[str, Comparison]":
    from app.evaluation.comparison import evaluate_current

    return {"as_it_stands": evaluate_current(catalogue, table, seen, baselines)}


def load_baselines(words: Words, catalogue: Catalogue) -> "Mapping[str, Classifier]":
    """Return the baselines. Without scikit-learn print a warning and return none."""
    try:
        from app.evaluation.baselines import baselines
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] != "sklearn":
            raise
        click.echo(
            words.gettext(
                "Not compared with naive Bayes and logistic regression: that takes scikit-learn "
                "(the extra “evidence”)."
            ),
            err=True,
        )
        return {}
    return baselines(len(catalogue.roles))


def _json(catalogue: Catalogue, comparisons: "dict[str, Comparison]") -> str:
    roles = [role.id for role in catalogue.roles]

    def plain(comparison: "Comparison") -> dict[str, object]:
        return {
            "rows": comparison.rows,
            "roles": [roles[place] for place in comparison.roles],
            "methods": {name: asdict(figures) for name, figures in comparison.methods.items()},
            "less": {name: asdict(figures) for name, figures in comparison.differences.items()},
            "confusion": {
                roles[place]: {
                    roles[other]: float(comparison.confusion[place, other])
                    for other in comparison.roles
                }
                for place in comparison.roles
            },
            "too_close": comparison.too_close,
            "margins": [asdict(margin) for margin in comparison.margins],
        }

    return json.dumps(
        {how: plain(comparison) for how, comparison in comparisons.items()},
        ensure_ascii=False,
        indent=2,
    )
