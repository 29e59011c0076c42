"""`orienteer score`: rows of ratings in, the same rows with their results out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, TextIO

import click

from app.catalogue.model import Catalogue
from app.cli.columns import columns
from app.cli.content import open_catalogue
from app.cli.csv_rows import CsvRows
from app.cli.faults import FileError, RowError
from app.cli.files import opened
from app.cli.json_rows import JsonRows
from app.cli.lines import Blocks, text_lines
from app.cli.near import tell_near_misses
from app.cli.options import Refused, language_option
from app.cli.output import output
from app.cli.progress import progress
from app.documents.words import Words

FORMATS: Final[Mapping[str, type[CsvRows] | type[JsonRows]]] = {"csv": CsvRows, "jsonl": JsonRows}
ENDINGS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl"}


class Stopped(Exception):
    """A bad row ended the run, as --strict asks."""


@dataclass(slots=True)
class Task:
    """One run of the command."""

    words: Words
    catalogue: Catalogue
    min_answered: float | None
    strict: bool
    bad: int = 0
    """How many rows could not be used so far."""

    def run(self, source: BinaryIO, kind: str, out: TextIO, pause: Callable[[], None]) -> None:
        """Write every good row with its result, tell every bad one on standard error; `pause` is called now and then."""
        from app.cli.bulk.run import scored

        skills = tuple(self.catalogue.skill)
        blocks = Blocks(source)
        rows = FORMATS[kind](text_lines(blocks), skills, columns(self.catalogue))
        if isinstance(rows, CsvRows):
            tell_near_misses(self.words, rows.names, skills)
        out.write(rows.heading)
        out.flush()
        for text, faults in scored(self.catalogue, self.min_answered, rows, blocks, self.strict):
            out.buffer.write(text)
            self._tell(faults)
            pause()

    def _tell(self, faults: Iterable[tuple[int, RowError]]) -> None:
        _ = self.words.gettext
        for line, fault in faults:
            click.echo(
                _("line %(line)d: %(fault)s") % {"line": line, "fault": fault.told(self.words)},
                err=True,
            )
            self.bad += 1
            if self.strict:
                raise Stopped


def command(words: Words) -> click.Command:
    """The command in the language of the words."""
    _ = words.gettext

    @click.command(
        "score",
        help=_(
            "Score the rows of FILE (- for standard input): a column for each skill, 0 to 4, empty for not answered."
        ),
    )
    @click.argument("file")
    @click.option(
        "--format",
        "kind",
        type=click.Choice(list(FORMATS)),
        help=_("Format of FILE and of the results; by default its ending says."),
    )
    @click.option(
        "--min-answered",
        type=float,
        metavar="SHARE",
        help=_("Share of the skills (0 to 1) under which no role is named."),
    )
    @click.option(
        "--strict", is_flag=True, help=_("Stop at the first bad row instead of skipping it.")
    )
    @click.option(
        "--output",
        "path",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help=_("Write the results to this file."),
    )
    @language_option(words)
    @click.pass_context
    def command(
        context: click.Context,
        file: str,
        kind: str | None,
        min_answered: float | None,
        strict: bool,
        path: Path | None,
    ) -> None:
        if min_answered is not None and not 0 <= min_answered <= 1:
            raise Refused(_("--min-answered must be a share from 0 to 1."))
        task = Task(words, open_catalogue(words), min_answered, strict)
        context.exit(_run(task, file, kind or ENDINGS.get(Path(file).suffix.lower(), "csv"), path))

    return command


def _run(task: Task, file: str, kind: str, path: Path | None) -> int:
    """The exit code: 0 done, 1 some rows bad."""
    _ = task.words.gettext
    try:
        with (
            opened(file, task.words) as source,
            output(path, task.words) as out,
            progress(source, to_file=path is not None) as pause,
        ):
            task.run(source, kind, out, pause)
    except Stopped:
        click.echo(
            _("Stopped there; %(file)s is as it was.") % {"file": path}
            if path
            else _("Stopped there."),
            err=True,
        )
        return 1
    except FileError as fault:
        raise Refused(f"{file}: {fault.told(task.words)}") from fault
    if task.bad:
        click.echo(
            task.words.ngettext(
                "%(num)s bad row was skipped.", "%(num)s bad rows were skipped.", task.bad
            ),
            err=True,
        )
    return 1 if task.bad else 0
