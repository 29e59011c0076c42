"""Read one person's ratings: a JSON object, or CSV with a header and one row."""

from collections.abc import Sequence
from typing import BinaryIO

import click

from app.catalogue.faults import N_
from app.catalogue.model import Catalogue, Ratings
from app.cli.errors import CommandError, FileError, RowError, warn_about_misspelt_skills
from app.cli.files import open_input
from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.json_rows import object_ratings, read_object
from app.cli.ratings.lines import text_lines
from app.exports.words import Words


def open_ratings(file: str, catalogue: Catalogue, words: Words) -> Ratings:
    """Return the ratings in a file, or in standard input for "-".

    Raises CommandError (the process ends with 2) if the file cannot be used, and
    click.ClickException (it ends with 1) if its only row is bad.
    """
    skills = tuple(catalogue.skill)
    try:
        with open_input(file, words) as source:
            ratings, names = read_ratings(source, skills)
    except FileError as error:
        raise CommandError(f"{file}: {error.translate(words)}") from error
    except RowError as error:
        raise click.ClickException(f"{file}: {error.translate(words)}") from error
    warn_about_misspelt_skills(words, names, skills)
    return ratings


def read_ratings(source: BinaryIO, skills: Sequence[str]) -> tuple[Ratings, Sequence[str]]:
    """Return the ratings of the skills, and the names of all columns or keys.

    Other columns and keys are ignored. Raises FileError or RowError.
    """
    lines = list(text_lines(source))
    text = "".join(lines)
    if text.lstrip().startswith(("{", "[")):
        values = read_object(text)
        if not set(values) & set(skills):
            raise FileError(N_("no key is named after a skill, such as %(skill)s"), skill=skills[0])
        return object_ratings(values, skills), list(values)
    table = CsvRows(iter(lines), skills, ())
    rows = [row for _, row in table]
    if len(rows) != 1:
        raise FileError(
            N_("it holds %(count)d rows of ratings: a plan is made for one"), count=len(rows)
        )
    if isinstance(rows[0], RowError):
        raise rows[0]
    return rows[0].ratings, table.names
