"""Measured evidence is read from its file, and is stale if measured on other profiles."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.catalogue.evidence import KINDS, METRICS, Evidence, profile_digest
from app.catalogue.evidence_file import FILE, load_evidence
from app.catalogue.load import load_catalogue
from app.catalogue.model import STAGES, Catalogue
from tests.catalogue.content import change, copy_content
from tests.catalogue.evaluation import sample

OURS = load_catalogue()


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
