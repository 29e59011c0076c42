"""`orienteer profiles fit`: fit the role files' coefficients to tables of labelled rows."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.catalogue.faults import N_
from app.catalogue.load import CONTENT, load_catalogue
from app.cli.content import content_error, content_faults
from app.cli.errors import CommandError
from app.cli.evaluation.evaluate import load_baselines
from app.cli.files import replace_files
from app.cli.options import day_option, language_option, left_out_option
from app.cli.ratings.labelled_rows import read_labelled_table
from app.exports.words import Words

if TYPE_CHECKING:
    from app.evaluation.fitting import FitResult

PROGRESS: Final = {
    "fitting": N_("Fitting …"),
    "simulating": N_("Simulating 30,000 people for k …"),
    "postings": N_("Judging on the postings …"),
    "people": N_("Judging on the people …"),
    "repeating": N_("Comparing the chances of simulated people with what they answer again …"),
}


def command(words: Words) -> click.Group:
    """Return the group in the language of the words."""
    group = click.Group(
        "profiles", help=words.gettext("The roles’ coefficients and where they come from.")
    )
    group.add_command(_fit(words))
    return group


def _fit(words: Words) -> click.Command:
    _ = words.gettext
    folder = click.Path(path_type=Path, exists=True, file_okay=False)

    @click.command("fit", help=_(HELP))
    @click.option(
        "--postings",
        required=True,
        metavar="FILE",
        help=_("Job postings: a column role, a column for each skill, 0 or 1."),
    )
    @click.option(
        "--people",
        required=True,
        metavar="FILE",
        help=_("People and their roles, in the same columns."),
    )
    @click.option(
        "--content", type=folder, default=CONTENT, help=_("Write to this content folder instead.")
    )
    @left_out_option(words)
    @day_option(
        words, _("Day that is noted where a figure changes; by default today."), "--date", "day"
    )
    @language_option(words)
    def fit(
        postings: str, people: str, content: Path, left_out: tuple[str, ...], day: date | None
    ) -> None:
        faults = [fault for fault in content_faults(content) if fault.file != "evidence.toml"]
        if faults:
            raise content_error(words, faults)
        result = _fit_result(words, content, postings, people, left_out)
        changed = _write(words, content, result, day or _today())
        click.echo(
            words.ngettext("%(num)s file changed.", "%(num)s files changed.", changed)
            if changed
            else _("Nothing changed.")
        )

    return fit


HELP = N_(
    "Fit the coefficients of the match to both tables, set k by simulation, judge both on rows "
    "that the fit did not see, and write the role files, k and evidence.toml. The same tables "
    "always give the same files."
)


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the operator's own day)


def _fit_result(
    words: Words, content: Path, postings: str, people: str, left_out: tuple[str, ...]
) -> "FitResult":
    from app.evaluation.fitting import OwnRoleNotFirst, PostingsContradicted, fit

    catalogue = load_catalogue(content)
    rows = (
        read_labelled_table(postings, catalogue, words, left_out),
        read_labelled_table(people, catalogue, words, left_out),
    )
    baselines = load_baselines(words, catalogue)
    if not baselines:
        raise CommandError(
            words.gettext(
                "Install the extra “evidence” first: evidence.toml must hold the comparison."
            )
        )
    try:
        return fit(
            catalogue,
            *rows,
            baselines,
            lambda what: click.echo(words.gettext(PROGRESS[what]), err=True),
        )
    except OwnRoleNotFirst as error:
        sentence = words.gettext(
            "Nothing was written: with these coefficients the very requirements of %(people)s "
            "would not put their own role first."
        )
        raise CommandError(sentence % {"people": str(error)}) from error
    except PostingsContradicted as error:
        sentence = words.gettext(
            "Nothing was written: coefficients would contradict what the postings clearly say of "
            "%(found)s."
        )
        raise CommandError(sentence % {"found": str(error)}) from error


def _write(words: Words, content: Path, result: "FitResult", day: date) -> int:
    """Write the changed files and return their number.

    A copy of the folder is checked first, so that a fault leaves everything as it was.
    """
    from app.evaluation.content_files import evidence_text, manifest_text, role_text

    files = {f"roles/{role.id}.toml": role for role in result.catalogue.roles}
    old = {name: (content / name).read_text(encoding="utf-8") for name in (*files, "manifest.toml")}
    new = {name: role_text(old[name], role, day) for name, role in files.items()}
    new["manifest.toml"] = manifest_text(old["manifest.toml"], result.catalogue)
    evidence = content / "evidence.toml"
    old["evidence.toml"] = evidence.read_text(encoding="utf-8") if evidence.exists() else ""
    new["evidence.toml"] = evidence_text(result, day, old["evidence.toml"])
    changed = [name for name, text in new.items() if text != old[name]]
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name) / "content"
        shutil.copytree(content, draft)
        for file in changed:
            (draft / file).write_text(new[file], encoding="utf-8")
        faults = content_faults(draft)
    if faults:
        raise content_error(words, faults)
    replace_files({content / file: new[file] for file in changed}, words)
    return len(changed)
