"""`orienteer score`: rows of ratings in, the same rows with their results out, one at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

import click

from app.catalogue.model import Catalogue
from app.cli.columns import cells, columns
from app.cli.content import open_catalogue
from app.cli.csv_rows import CsvRows
from app.cli.faults import FileError, RowError
from app.cli.files import opened
from app.cli.json_rows import JsonRows
from app.cli.lines import text_lines
from app.cli.near import tell_near_misses
from app.cli.options import Refused, language_option
from app.cli.output import output
from app.cli.progress import with_progress
from app.cli.rows import Rows
from app.documents.words import Words
from app.scoring.result import score

FORMATS: Final[Mapping[str, type[CsvRows] | type[JsonRows]]] = {"csv": CsvRows, "jsonl": JsonRows}
ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl"}


class Stopped(Exception):
    """A bad row ended the run, as --strict asks."""


@dataclass(frozen=True, slots=True)
class Task:
    """One run of the command."""

    words: Words
    catalogue: Catalogue
    min_answered: float | None
    strict: bool

    def run(self, lines: Iterator[str], kind: str, out: TextIO) -> int:
        """Write every good row with its result, tell every bad one on standard error; returns how many were bad."""
        rows: Rows = FORMATS[kind](lines, tuple(self.catalogue.skill), columns(self.catalogue))
        if isinstance(rows, CsvRows):
            tell_near_misses(self.words, rows.names, tuple(self.catalogue.skill))
        rows.write_heading(out)
        bad = 0
        for line, row in rows:
            if isinstance(row, RowError):
                bad += 1
                self._tell(line, row)
            else:
                rows.write(out, row, cells(self.catalogue, score(self.catalogue, row.ratings, self.min_answered)))
        return bad

    def _tell(self, line: int, fault: RowError) -> None:
        _ = self.words.gettext
        click.echo(_("line %(line)d: %(fault)s") % {"line": line, "fault": fault.told(self.words)}, err=True)
        if self.strict:
            raise Stopped


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command(
        "score", help=_("Score the rows of FILE (- for standard input): a column for each skill, 0 to 4, empty for not answered.")
    )
    @click.argument("file")
    @click.option(
        "--format", "kind", type=click.Choice(list(FORMATS)), help=_("Format of FILE and of the results; by default its ending says.")
    )
    @click.option("--min-answered", type=float, metavar="SHARE", help=_("Share of the skills (0 to 1) under which no role is named."))
    @click.option("--strict", is_flag=True, help=_("Stop at the first bad row instead of skipping it."))
    @click.option("--output", "path", type=click.Path(path_type=Path), metavar="FILE", help=_("Write the results to this file."))
    @language_option(words)
    @click.pass_context
    def command(context: click.Context, file: str, kind: str | None, min_answered: float | None, strict: bool, path: Path | None) -> None:
        if min_answered is not None and not 0 <= min_answered <= 1:
            raise Refused(_("--min-answered must be a share from 0 to 1."))
        task = Task(words, open_catalogue(words), min_answered, strict)
        context.exit(_run(task, file, kind or ENDINGS.get(Path(file).suffix.lower(), "csv"), path))

    return command


def _run(task: Task, file: str, kind: str, path: Path | None) -> int:
    """The exit code: 0 done, 1 some rows bad."""
    _ = task.words.gettext
    try:
        with opened(file, task.words) as source, output(path, task.words) as out:
            bad = task.run(with_progress(text_lines(source), source, to_file=path is not None), kind, out)
    except Stopped:
        click.echo(_("Stopped there; %(file)s is as it was.") % {"file": path} if path else _("Stopped there."), err=True)
        return 1
    except FileError as fault:
        raise Refused(f"{file}: {fault.told(task.words)}") from fault
    if bad:
        click.echo(task.words.ngettext("%(num)s bad row was skipped.", "%(num)s bad rows were skipped.", bad), err=True)
    return 1 if bad else 0
