"""`orienteer profiles fit`: the role files' coefficients from tables of rows whose role is known."""

import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.catalogue.faults import N_
from app.catalogue.load import CONTENT, load_catalogue
from app.cli.content import content_faults, refusal
from app.cli.evaluate import found_rivals
from app.cli.known_rows import known_table
from app.cli.options import Refused, day_option, language_option
from app.cli.output import replace_files
from app.documents.words import Words

if TYPE_CHECKING:
    from app.evidence.fitting import Found

TOLD: Final = {
    "fitting": N_("Fitting …"),
    "simulating": N_("Simulating 30,000 people for k …"),
    "postings": N_("Judging on the postings …"),
    "people": N_("Judging on the people …"),
}


def command(words: Words) -> click.Group:
    """The commands in the language of the words."""
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
    @day_option(words, "--date", _("Day that is noted where a figure changes; by default today."))
    @language_option(words)
    def fit(postings: str, people: str, content: Path, date: date | None) -> None:
        faults = [fault for fault in content_faults(content) if fault.file != "evidence.toml"]
        if faults:
            raise refusal(words, faults)
        found = _found(words, content, postings, people)
        changed = _write(words, content, found, date or _today())
        click.echo(
            words.ngettext("%(num)s file changed.", "%(num)s files changed.", changed)
            if changed
            else _("Nothing changed.")
        )

    return fit


HELP = N_(
    "Fit the coefficients of the match to both tables, set k by simulation, judge both on rows that the fit did not see, and write "
    "the role files, k and evidence.toml. The same tables always give the same files."
)


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the operator's own day)


def _found(words: Words, content: Path, postings: str, people: str) -> "Found":
    from app.evidence.fitting import NotFirst, fit

    catalogue = load_catalogue(content)
    rows = known_table(postings, catalogue, words), known_table(people, catalogue, words)
    rivals = found_rivals(words, catalogue)
    if not rivals:
        raise Refused(
            words.gettext(
                "Install the extra “evidence” first: evidence.toml must hold the comparison."
            )
        )
    try:
        return fit(
            catalogue, *rows, rivals, lambda what: click.echo(words.gettext(TOLD[what]), err=True)
        )
    except NotFirst as error:
        sentence = words.gettext(
            "Nothing was written: with these coefficients the very requirements of %(people)s would not put their own role first."
        )
        raise Refused(sentence % {"people": str(error)}) from error


def _write(words: Words, content: Path, found: "Found", day: date) -> int:
    """How many files changed. They are tried as a whole first, so that a fault leaves everything as it was."""
    from app.evidence.writing import evidence_text, manifest_text, role_text

    files = {f"roles/{role.id}.toml": role for role in found.catalogue.roles}
    old = {name: (content / name).read_text(encoding="utf-8") for name in (*files, "manifest.toml")}
    new = {name: role_text(old[name], role, day) for name, role in files.items()}
    new["manifest.toml"] = manifest_text(old["manifest.toml"], found.catalogue)
    evidence = content / "evidence.toml"
    old["evidence.toml"] = evidence.read_text(encoding="utf-8") if evidence.exists() else ""
    new["evidence.toml"] = evidence_text(found, day, old["evidence.toml"])
    changed = [name for name, text in new.items() if text != old[name]]
    with tempfile.TemporaryDirectory() as name:
        draft = Path(name) / "content"
        shutil.copytree(content, draft)
        for file in changed:
            (draft / file).write_text(new[file], encoding="utf-8")
        faults = content_faults(draft)
    if faults:
        raise refusal(words, faults)
    replace_files({content / file: new[file] for file in changed}, words)
    return len(changed)
