"""One person's ratings from a file: a JSON object, or CSV with a heading and one row."""

from collections.abc import Sequence
from typing import BinaryIO

from app.catalogue.faults import N_
from app.catalogue.model import Ratings
from app.cli.csv_rows import CsvRows
from app.cli.faults import FileError, RowError
from app.cli.json_rows import object_ratings, read_object
from app.cli.lines import text_lines


def read_answers(source: BinaryIO, skills: Sequence[str]) -> tuple[Ratings, Sequence[str]]:
    """The ratings of the skills, and all columns or keys: other ones are passed over. Raises FileError or RowError."""
    lines = list(text_lines(source))
    text = "".join(lines)
    if text.lstrip().startswith(("{", "[")):
        found = read_object(text)
        if not set(found) & set(skills):
            raise FileError(N_("no key is named after a skill, such as %(skill)s"), skill=skills[0])
        return object_ratings(found, skills), list(found)
    table = CsvRows(iter(lines), skills, ())
    rows = [row for _, row in table]
    if len(rows) != 1:
        raise FileError(
            N_("it holds %(count)d rows of ratings: a plan is made for one"), count=len(rows)
        )
    if isinstance(rows[0], RowError):
        raise rows[0]
    return rows[0].ratings, table.names
