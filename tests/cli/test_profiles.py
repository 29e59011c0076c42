"""`orienteer profiles fit`: the same role files each time, or an error without a change."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.catalogue.evidence_file import load_evidence
from app.catalogue.load import load_catalogue
from app.catalogue.model import COEFFICIENT_SUM
from app.evaluation.fitting import OwnRoleNotFirst, PostingsContradicted
from app.evaluation.labelled_table import LabelledRow
from app.scoring.result import score
from app.scoring.reweigh import reference_people
from tests.catalogue.content import copy_content
from tests.cli.run import OURS, SKILLS, run
from tests.cli.variants import ROLES, korean, without_scikit_learn
from tests.evaluation.rows import as_csv, as_required, mentions

pytestmark = pytest.mark.verify

POSTINGS = mentions(
    as_required(OURS),
    tuple(OURS.role),
    [each for each in SKILLS if each != "r"],
    20,
    seed=1,
    sources=("here", "there"),
)
PEOPLE = mentions(as_required(OURS), ROLES, SKILLS[:20], 20, seed=2)
DAY, LATER = "2031-05-06", "2031-07-08"


def tables(
    folder: Path, postings: list[LabelledRow], persons: list[LabelledRow]
) -> list[str | Path]:
    """Return options that name the two tables, written as files."""
    for name, rows in (("postings.csv", postings), ("people.csv", persons)):
        (folder / name).write_text(
            as_csv(rows, [skill for skill in SKILLS if skill in rows[0].ratings]), encoding="utf-8"
        )
    return ["--postings", folder / "postings.csv", "--people", folder / "people.csv"]


def texts(content: Path) -> dict[str, str]:
    return {
        str(path.relative_to(content)): path.read_text(encoding="utf-8")
        for path in sorted(content.rglob("*.toml"))
    }


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a copy of our content fitted to made-up tables, and the output."""
    folder = tmp_path_factory.mktemp("fit")
    content = copy_content(folder)
    result = run(
        "profiles", "fit", *tables(folder, POSTINGS, PEOPLE), "--content", content, "--date", DAY
    )
    assert result.exit_code == 0, result.output
    return content, result.output


def test_the_role_files_load_and_are_complete(fitted: tuple[Path, str]) -> None:
    content, told = fitted
    assert "10 files changed." in told
    assert run("catalogue", "check", "--content", content).exit_code == 0
    for role in load_catalogue(content).roles:
        assert sum(each.value for each in role.match) == COEFFICIENT_SUM
        assert role.match != OURS.role[role.id].match


def test_whoever_just_meets_a_stage_gets_its_role(fitted: tuple[Path, str]) -> None:
    catalogue = load_catalogue(fitted[0])
    assert all(
        score(catalogue, each.ratings).order[0].role == each.role
        for each in reference_people(catalogue)
    )


def counted(rows: list[LabelledRow], role: str, item: str) -> tuple[float | None, int | None]:
    """Return the share of the role's rows that mention the item, and the number of rows."""
    skills = [skill for skill in OURS.item[item].skills if skill in rows[0].ratings]
    found = [any(row.ratings[skill] for skill in skills) for row in rows if row.role == role]
    return (round(sum(found) / len(found), 3), len(found)) if skills and found else (None, None)


def test_each_coefficient_can_be_followed_to_what_was_counted(fitted: tuple[Path, str]) -> None:
    found = set()
    for role in load_catalogue(fitted[0]).roles:
        for each in role.match:
            assert (each.share, each.n) == counted(POSTINGS, role.id, each.item)
            assert (each.people_share, each.people_n) == counted(PEOPLE, role.id, each.item)
            named = [name for name, n in (("postings", each.n), ("people", each.people_n)) if n]
            assert each.source == ("_".join(named) or "expert")
            found.add(each.source)
    assert found == {"postings_people", "postings", "people", "expert"}


def without_figures(text: str) -> str:
    return re.sub(
        r"(?s)\[\[match\]\].*?(?=\[\[junior\]\])", "", re.sub(r"(?m)^(fitted|k) = .*\n", "", text)
    )


def test_every_other_text_stays_byte_for_byte(fitted: tuple[Path, str], tmp_path: Path) -> None:
    content, _ = fitted
    before, after = texts(copy_content(tmp_path)), texts(content)
    changed = {name for name, text in after.items() if text != before[name]}
    assert changed == {
        "manifest.toml",
        "evidence.toml",
        *(f"roles/{role}.toml" for role in OURS.role),
    }
    for name in changed - {"evidence.toml"}:
        assert without_figures(after[name]) == without_figures(before[name])
    assert all(f"fitted = {DAY}\n" in after[f"roles/{role}.toml"] for role in OURS.role)


def test_what_was_measured_is_written_beside(fitted: tuple[Path, str]) -> None:
    catalogue = load_catalogue(fitted[0])
    found = load_evidence(catalogue, fitted[0])
    assert (str(found.date), found.stale, found.simulation.k) == (DAY, False, catalogue.scale.k)
    sizes = {each.id: (each.rows, each.roles) for each in found.evaluations}
    assert sizes == {
        "postings": (len(POSTINGS), tuple(OURS.role)),
        "postings_by_source": (len(POSTINGS), tuple(OURS.role)),
        "people": (len(PEOPLE), ROLES),
    }
    assert [len(each.forms) for each in found.evaluations] == [8, 0, 8]


@pytest.mark.verify
def test_again_in_another_process_on_a_later_day_it_changes_nothing(
    fitted: tuple[Path, str],
) -> None:
    content, _ = fitted
    before = texts(content)
    options = [
        "--postings",
        content.parent / "postings.csv",
        "--people",
        content.parent / "people.csv",
        "--content",
        content,
    ]
    again = [
        sys.executable,
        "-m",
        "app",
        "profiles",
        "fit",
        *options,
        "--date",
        LATER,
        "--lang",
        "ko",
    ]
    result = subprocess.run(
        [str(each) for each in again], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert result.stdout == "바뀐 것이 없어요.\n"
    assert texts(content) == before


def unmoved(content: Path, before: dict[str, str]) -> bool:
    return texts(content) == before and not list(content.rglob("*.part"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OwnRoleNotFirst((("ml_engineer", "junior"),)),
            "the very requirements of ml_engineer junior would not put their own role first",
        ),
        (
            PostingsContradicted((("ml_engineer", "data_engineer", "sql"),)),
            "contradict what the postings clearly say of ml_engineer data_engineer sql",
        ),
    ],
)
def test_a_fit_that_breaks_a_bound_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, sentence: str
) -> None:
    """The fit keeps to both bounds where it can; `test_fitting.py` has tables where it cannot."""

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr("app.evaluation.fitting.fit", broken)
    content = copy_content(tmp_path)
    before = texts(content)
    result = run("profiles", "fit", *tables(tmp_path, POSTINGS, PEOPLE), "--content", content)
    assert (result.exit_code, unmoved(content, before)) == (2, True), result.output
    assert "Nothing was written: " in result.stderr
    assert sentence in result.stderr


def test_without_scikit_learn_it_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_scikit_learn(monkeypatch)
    content = copy_content(tmp_path)
    before = texts(content)
    options = [*tables(tmp_path, POSTINGS, PEOPLE), "--content", content]
    result = run("profiles", "fit", *options)
    assert (result.exit_code, result.stdout, unmoved(content, before)) == (2, "", True)
    assert "Install the extra “evidence” first" in result.stderr
    assert "먼저 설치하세요" in korean("profiles", "fit", *options).stderr


def test_a_fault_of_a_table_or_of_the_content_is_reported_and_changes_nothing(
    tmp_path: Path,
) -> None:
    content = copy_content(tmp_path)
    options = [*tables(tmp_path, POSTINGS, PEOPLE), "--content", content]
    (tmp_path / "people.csv").write_text("role,python\nbaker,1\n", encoding="utf-8")
    before = texts(content)
    result = run("profiles", "fit", *options)
    assert (result.exit_code, unmoved(content, before)) == (2, True)
    assert f"{tmp_path / 'people.csv'}: line 2: 'baker' is not a role" in result.stderr
    (content / "roles" / "ml_engineer.toml").write_text("", encoding="utf-8")
    broken = run("profiles", "fit", *options)
    assert (broken.exit_code, "roles/ml_engineer.toml: " in broken.stderr) == (2, True)
