"""`orienteer score`: rows of ratings in, the same rows with their results out."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TextIO

import click

from app.catalogue.model import Catalogue
from app.cli.content import open_catalogue
from app.cli.errors import CommandError, FileError, RowError, warn_about_misspelt_skills
from app.cli.files import open_input, open_output
from app.cli.options import Decorator, add_options, language_option
from app.cli.ratings.csv_rows import CsvRows
from app.cli.ratings.json_rows import JsonRows
from app.cli.ratings.lines import Blocks, text_lines
from app.cli.ratings.rows import columns
from app.exports.words import Words

FORMATS: Final[Mapping[str, type[CsvRows] | type[JsonRows]]] = {"csv": CsvRows, "jsonl": JsonRows}
SUFFIXES: Final = {".jsonl": "jsonl", ".ndjson": "jsonl"}


class StoppedAtBadRow(Exception):
    """A bad row ended the run, as --strict asks."""


@dataclass(slots=True)
class ScoringRun:
    """One run of the command."""

    words: Words
    catalogue: Catalogue
    min_answered: float | None
    with_chances: bool
    strict: bool
    bad_rows: int = 0

    def run(
        self, source: BinaryIO, kind: str, out: TextIO, on_progress: Callable[[], None]
    ) -> None:
        """Write every good row with its result, and report every bad one on standard error.

        `on_progress` is called after each batch.
        """
        from app.cli.score.batches import score_file
        from app.cli.score.result_columns import AddedColumns

        skills = tuple(self.catalogue.skill)
        blocks = Blocks(source)
        names = columns(self.catalogue, self.with_chances)
        rows = FORMATS[kind](text_lines(blocks), skills, names)
        if isinstance(rows, CsvRows):
            warn_about_misspelt_skills(self.words, rows.names, skills)
        out.write(rows.heading)
        out.flush()
        added = AddedColumns(self.catalogue, self.min_answered, self.with_chances)
        batches = score_file(added, rows, blocks, self.strict)
        for text, errors in batches:
            out.buffer.write(text)
            self._report(errors)
            on_progress()

    def _report(self, errors: Iterable[tuple[int, RowError]]) -> None:
        _ = self.words.gettext
        for line, error in errors:
            message = _("line %(line)d: %(fault)s")
            click.echo(message % {"line": line, "fault": error.translate(self.words)}, err=True)
            self.bad_rows += 1
            if self.strict:
                raise StoppedAtBadRow


def command(words: Words) -> click.Command:
    """Return the command in the language of the words."""
    _ = words.gettext

    @click.command(
        "score",
        help=_(
            "Score the rows of FILE (- for standard input): a column for each skill, 0 to 4, empty "
            "for not answered."
        ),
    )
    @click.argument("file")
    @add_options(_options(words))
    @language_option(words)
    @click.pass_context
    def command(
        context: click.Context,
        file: str,
        kind: str | None,
        min_answered: float | None,
        with_chances: bool,
        strict: bool,
        path: Path | None,
    ) -> None:
        if min_answered is not None and not 0 <= min_answered <= 1:
            raise CommandError(_("--min-answered must be a share from 0 to 1."))
        run = ScoringRun(words, open_catalogue(words), min_answered, with_chances, strict)
        kind = kind or SUFFIXES.get(Path(file).suffix.lower(), "csv")
        context.exit(_exit_code(run, file, kind, path))

    return command


def _options(words: Words) -> Iterator[Decorator]:
    _ = words.gettext
    yield click.option(
        "--format",
        "kind",
        type=click.Choice(list(FORMATS)),
        help=_("Format of FILE and of the results; by default its ending says."),
    )
    yield click.option(
        "--min-answered",
        type=float,
        metavar="SHARE",
        help=_(
            "Share of the skills (0 to 1) under which no role is named, in place of what the "
            "answers tell."
        ),
    )
    yield click.option(
        "--chances",
        "with_chances",
        is_flag=True,
        help=_(
            "Add how often each role would come first if the person rated again: a share of 200 "
            "re-ratings."
        ),
    )
    yield click.option(
        "--strict", is_flag=True, help=_("Stop at the first bad row instead of skipping it.")
    )
    yield click.option(
        "--output",
        "path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write the results to this file."),
    )


def _exit_code(run: ScoringRun, file: str, kind: str, path: Path | None) -> int:
    """Score the file; return 0, or 1 if some rows are bad. Raises CommandError."""
    _ = run.words.gettext
    try:
        with (
            open_input(file, run.words) as source,
            open_output(path, run.words) as out,
            _progress(source, to_file=path is not None) as advance,
        ):
            run.run(source, kind, out, advance)
    except StoppedAtBadRow:
        message = (
            _("Stopped there; %(file)s is as it was.") % {"file": path}
            if path
            else _("Stopped there.")
        )
        click.echo(message, err=True)
        return 1
    except FileError as error:
        raise CommandError(f"{file}: {error.translate(run.words)}") from error
    if run.bad_rows:
        message = run.words.ngettext(
            "%(num)s bad row was skipped.", "%(num)s bad rows were skipped.", run.bad_rows
        )
        click.echo(message, err=True)
    return 1 if run.bad_rows else 0


@contextmanager
def _progress(source: BinaryIO, to_file: bool) -> Iterator[Callable[[], None]]:
    """Yield a function that updates a progress bar on standard error.

    There is no bar if standard error is no terminal, or if the results go to a terminal.
    """
    size = _size(source) if sys.stderr.isatty() and (to_file or not sys.stdout.isatty()) else 0
    if not size:
        yield lambda: None
        return
    with click.progressbar(length=size, file=sys.stderr) as bar:
        yield lambda: bar.update(source.tell() - bar.pos)


def _size(source: BinaryIO) -> int:
    """Return the bytes of a regular file, 0 for anything else."""
    try:
        status = os.fstat(source.fileno())
    except OSError:
        return 0
    return status.st_size if stat.S_ISREG(status.st_mode) else 0
