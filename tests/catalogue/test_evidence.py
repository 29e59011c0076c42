"""What was measured: read with every fault named, and stale where it was measured on other profiles."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.catalogue.evidence import KINDS, METRICS, Evidence, profile_digest
from app.catalogue.evidence_file import FILE, load_evidence
from app.catalogue.faults import ContentError, Fault
from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue
from tests.catalogue.content import change, copy_content
from tests.cli.run import run

OURS = load_catalogue()

VALUES = {"balanced_accuracy": 60, "macro_f1": 50, "top_two": 80, "top_two_balanced": 75}
FIGURES = "".join(
    f"{name} = 0.{v}\n{name}_low = 0.{v - 10}\n{name}_high = 0.{v + 10}\n"
    for name, v in VALUES.items()
)
EVALUATION = f"""
[[evaluations]]
id = "postings"
rows = 10
roles = ["ml_engineer", "dl_engineer"]
name.ko = "공고에서"
name.en = "on postings"
how.ko = "다섯 겹"
how.en = "five folds"
too_close = 0.4
[[evaluations.methods]]
id = "orienteer"
{FIGURES}
[[evaluations.methods]]
id = "a_forest"
name.ko = "숲"
name.en = "a forest"
{FIGURES}
[[evaluations.differences]]
against = "a_forest"
metric = "macro_f1"
value = -0.01
low = -0.05
high = 0.03
[[evaluations.recalls]]
role = "ml_engineer"
rows = 6
named = [4, 2]
[[evaluations.recalls]]
role = "dl_engineer"
rows = 4
named = [1, 3]
[[evaluations.margins]]
up_to = 0.5
rows = 4
accuracy = 0.5
[[evaluations.margins]]
up_to = 1.5
rows = 4
accuracy = 0.7
[[evaluations.margins]]
rows = 2
accuracy = 1
[[evaluations.forms]]
id = "log_odds"
name.ko = "로그 오즈"
name.en = "log-odds"
balanced_accuracy = 0.6
macro_f1 = 0.5
top_two = 0.8
top_two_balanced = 0.75
"""


def sample(folder: Path) -> Path:
    """Our content, with one small evaluation that this test knows in place of ours."""
    content = copy_content(folder)
    path = content / FILE
    path.write_text(
        path.read_text(encoding="utf-8").partition("[[evaluations]]")[0] + EVALUATION,
        encoding="utf-8",
    )
    return content


def faults(content: Path) -> tuple[Fault, ...]:
    with pytest.raises(ContentError) as caught:
        load_evidence(OURS, content)
    return caught.value.faults


def test_every_figure_of_the_file_is_read(tmp_path: Path) -> None:
    (found,) = load_evidence(OURS, sample(tmp_path)).evaluations
    assert (found.id, found.name.en, found.how.en) == ("postings", "on postings", "five folds")
    assert (found.rows, found.roles, found.too_close) == (10, ("ml_engineer", "dl_engineer"), 0.4)
    assert [(method.id, method.name.en) for method in found.methods] == [
        ("orienteer", "Orienteer"),
        ("a_forest", "a forest"),
    ]
    top_two = found.methods[0].figures["top_two"]
    assert (top_two.value, top_two.low, top_two.high) == (0.8, 0.7, 0.9)
    (difference,) = found.differences
    assert (difference.against.en, difference.metric, difference.figure.low) == (
        "a forest",
        "macro_f1",
        -0.05,
    )
    assert [(recall.role, recall.named) for recall in found.recalls] == [
        ("ml_engineer", (4, 2)),
        ("dl_engineer", (1, 3)),
    ]
    assert [(margin.up_to, margin.accuracy) for margin in found.margins] == [
        (0.5, 0.5),
        (1.5, 0.7),
        (None, 1.0),
    ]
    assert [
        (form.name.ko, [form.figures[metric] for metric in METRICS]) for form in found.forms
    ] == [("로그 오즈", [0.6, 0.5, 0.8, 0.75])]


def test_our_evidence_is_of_our_catalogue() -> None:
    found = load_evidence(OURS)
    assert (found.digest, found.stale) == (profile_digest(OURS), False)
    assert (found.simulation.k, found.simulation.kind("everyone").people) == (
        OURS.scale.k,
        found.simulation.people,
    )
    assert {kind.id for kind in found.simulation.kinds} == {
        *KINDS,
        *(f"{role} {stage}" for role in OURS.role for stage in STAGES),
    }
    assert all(
        sum(recall.rows for recall in each.recalls) == each.rows for each in found.evaluations
    )


# fmt: off
CHANGES = {
    "no date": ("date = ", 'date = "today" #', "date", "must be a date"),
    "unknown key": ("[simulation]", "[simulation]\nluck = 1", "simulation.luck", "not a key known here"),
    "share above 1": ("covered = ", "covered = 9", "simulation.kinds[1].covered", "must be a number from 0 to 1"),
    "kind that is none": ('id = "beginner"', 'id = "beginers"', "simulation.kinds", "look at beginers, beginner"),
    "role that is none": ('roles = ["ml_engineer"', 'roles = ["nobody"', "evaluations[1].roles", "nobody is not a role"),
    "no name": ('name.en = "on postings"', "", "evaluations[1].name.en", "is missing: add it"),
    "one language": ('how.en = "five folds"', "", "evaluations[1].how.en", "is missing: add it"),
    "method without a name": ('name.ko = "숲"\nname.en = "a forest"\n', "", "evaluations[1].methods[2].name", "a_forest has no name"),
    "outside its interval": ("high = 0.90", "high = 0.75", "evaluations[1].methods[1].top_two", "between its low and its high"),
    "against nothing": ('against = "a_forest"', 'against = "a_tree"', "evaluations[1].differences[1].against", "a_tree is not one of"),
    "unknown metric": ('metric = "macro_f1"', 'metric = "f1"', "evaluations[1].differences[1].metric", "accuracy, macro_f1, top_two"),
    "wrong sum": ("named = [4, 2]", "named = [4, 3]", "evaluations[1].recalls[1].named", "sum to rows"),
    "too few": ("named = [4, 2]", "named = [6]", "evaluations[1].recalls[1].named", "a number for each of roles"),
    "no numbers": ("named = [4, 2]", 'named = "4, 2"', "evaluations[1].recalls[1].named", "a list of whole numbers"),
    "in disorder": ('role = "dl_engineer"', 'role = "ml_engineer"', "evaluations[1].recalls", "for each of roles, in their order"),
    "margins that fall": ("up_to = 1.5", "up_to = 0.4", "evaluations[1].margins", "must rise in up_to"),
    "no last margin": ("rows = 2\n", "up_to = 3\nrows = 2\n", "evaluations[1].margins", "the last must have none"),
}
# fmt: on


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_named_with_its_key_and_the_mend(tmp_path: Path, name: str) -> None:
    old, new, key, mend = CHANGES[name]
    content = sample(tmp_path)
    change(content, FILE, old, new)
    found = faults(content)
    assert any(
        (fault.file, fault.key) == (FILE, key) and mend in fault.message for fault in found
    ), list(map(str, found))


def test_lists_that_are_left_out_are_empty(tmp_path: Path) -> None:
    content = sample(tmp_path)
    text = (content / FILE).read_text(encoding="utf-8")
    start, end = text.index("[[evaluations.differences]]"), text.index("[[evaluations.recalls]]")
    text = text[:start] + text[end : text.index("[[evaluations.margins]]")]
    (content / FILE).write_text(text, encoding="utf-8")
    (found,) = load_evidence(OURS, content).evaluations
    assert (found.differences, found.margins, found.forms) == ((), (), ())
    (content / FILE).write_text(text.partition("[[evaluations]]")[0], encoding="utf-8")
    assert load_evidence(OURS, content).evaluations == ()


def coefficients(catalogue: Catalogue) -> Catalogue:
    first, *others = catalogue.roles
    a, b, *rest = first.match
    moved = (replace(a, value=a.value - 1), replace(b, value=b.value + 1), *rest)
    return replace(catalogue, roles=(replace(first, match=moved), *others))


def level(catalogue: Catalogue) -> Catalogue:
    first, *others = catalogue.roles
    junior = first.stages["junior"]
    lowered = (
        replace(junior.requirements[0], level=5 - junior.requirements[0].level),
        *junior.requirements[1:],
    )
    return replace(
        catalogue,
        roles=(
            replace(
                first, stages={**first.stages, "junior": replace(junior, requirements=lowered)}
            ),
            *others,
        ),
    )


OTHERS: dict[str, Callable[[Catalogue], Catalogue]] = {
    "a coefficient": coefficients,
    "a level": level,
    "k": lambda ours: replace(ours, scale=replace(ours.scale, k=ours.scale.k + 0.01)),
    "the roles": lambda ours: replace(ours, roles=ours.roles[1:]),
    "an error": lambda ours: replace(ours, scale=replace(ours.scale, item_error=0.7)),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_was_measured_on_other_profiles_is_stale(name: str) -> None:
    assert load_evidence(OTHERS[name](OURS)).stale


def test_words_and_weights_of_requirements_do_not_make_it_stale(tmp_path: Path) -> None:
    content = copy_content(tmp_path)
    change(content, "roles/ml_engineer.toml", 'name.en = "', 'name.en = "The ')
    change(content, "roles/ml_engineer.toml", "weight = 6", "weight = 7")
    found: Evidence = load_evidence(load_catalogue(content), content)
    assert found == load_evidence(OURS)


def test_the_check_of_the_content_names_it(tmp_path: Path) -> None:
    content = sample(tmp_path)
    change(content, FILE, 'how.en = "five folds"', "")
    checked = run("catalogue", "check", "--content", str(content))
    assert (checked.exit_code, checked.stdout) == (
        1,
        "evidence.toml: evaluations[1].how.en: is missing: add it\n",
    )
