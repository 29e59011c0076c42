"""Faults in the measured evidence are named with file, key and remedy."""

from pathlib import Path

import pytest

from app.catalogue.evidence_file import FILE, load_evidence
from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from tests.catalogue.content import change
from tests.catalogue.evaluation import sample
from tests.cli.run import run

OURS = load_catalogue()

CHANGES = {
    "no date": ("date = ", 'date = "today" #', "date", "must be a date"),
    "unknown key": (
        "[simulation]",
        "[simulation]\nluck = 1",
        "simulation.luck",
        "not a key known here",
    ),
    "share above 1": (
        "covered = ",
        "covered = 9",
        "simulation.kinds[1].covered",
        "must be a number from 0 to 1",
    ),
    "kind that is none": (
        'id = "beginner"',
        'id = "beginers"',
        "simulation.kinds",
        "look at beginers, beginner",
    ),
    "form that is none": (
        'form = "short"',
        'form = "brief"',
        "simulation.repetitions[9].form",
        "must be one of full, short",
    ),
    "role that is none": (
        'roles = ["ml_engineer"',
        'roles = ["nobody"',
        "evaluations[1].roles",
        "nobody is not a role",
    ),
    "no name": ('name.en = "on postings"', "", "evaluations[1].name.en", "is missing: add it"),
    "one language": ('how.en = "five folds"', "", "evaluations[1].how.en", "is missing: add it"),
    "method without a name": (
        'name.ko = "숲"\nname.en = "a forest"\n',
        "",
        "evaluations[1].methods[2].name",
        "a_forest has no name",
    ),
    "outside its interval": (
        "high = 0.90",
        "high = 0.75",
        "evaluations[1].methods[1].top_two",
        "between its low and its high",
    ),
    "against nothing": (
        'against = "a_forest"',
        'against = "a_tree"',
        "evaluations[1].differences[1].against",
        "a_tree is not one of",
    ),
    "unknown metric": (
        'metric = "macro_f1"',
        'metric = "f1"',
        "evaluations[1].differences[1].metric",
        "accuracy, macro_f1, top_two",
    ),
    "wrong sum": (
        "named = [4, 2]",
        "named = [4, 3]",
        "evaluations[1].recalls[1].named",
        "sum to rows",
    ),
    "too few": (
        "named = [4, 2]",
        "named = [6]",
        "evaluations[1].recalls[1].named",
        "a number for each of roles",
    ),
    "no numbers": (
        "named = [4, 2]",
        'named = "4, 2"',
        "evaluations[1].recalls[1].named",
        "a list of whole numbers",
    ),
    "in disorder": (
        'role = "dl_engineer"',
        'role = "ml_engineer"',
        "evaluations[1].recalls",
        "for each of roles, in their order",
    ),
    "margins that fall": (
        "up_to = 1.5",
        "up_to = 0.4",
        "evaluations[1].margins",
        "must rise in up_to",
    ),
    "no last margin": (
        "rows = 2\n",
        "up_to = 3\nrows = 2\n",
        "evaluations[1].margins",
        "the last must have none",
    ),
}


def faults(content: Path) -> tuple[Fault, ...]:
    with pytest.raises(ContentError) as caught:
        load_evidence(OURS, content)
    return caught.value.faults


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_its_key_and_a_remedy(tmp_path: Path, name: str) -> None:
    old, new, key, message = CHANGES[name]
    content = sample(tmp_path)
    change(content, FILE, old, new)
    found = faults(content)
    assert any(
        (fault.file, fault.key) == (FILE, key) and message in fault.message for fault in found
    ), list(map(str, found))


def test_the_check_of_the_content_names_it(tmp_path: Path) -> None:
    content = sample(tmp_path)
    change(content, FILE, 'how.en = "five folds"', "")
    checked = run("catalogue", "check", "--content", str(content))
    assert (checked.exit_code, checked.stdout) == (
        1,
        "evidence.toml: evaluations[1].how.en: is missing: add it\n",
    )
