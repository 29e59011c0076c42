"""What is written into content files, and what stays unchanged."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from app.catalogue.evidence import FULL, SHORT, Interval, Margin, Repetition
from app.catalogue.evidence_file import load_evidence
from app.catalogue.load import CONTENT, load_catalogue
from app.catalogue.model import Catalogue
from app.evaluation.comparison import OURS, Comparison
from app.evaluation.content_files import (
    EVALUATION_NAMES,
    FORM_NAMES,
    HOW,
    evidence_text,
    manifest_text,
    role_text,
)
from app.evaluation.fitting import FitResult
from app.evaluation.metrics import Figures
from app.evaluation.profile_forms import PULL
from app.evaluation.simulation import simulate_people, summarise
from tests.catalogue.content import copy_content

DAY, LATER = date(2031, 5, 6), date(2031, 7, 8)


def text_of(role: str) -> str:
    return (CONTENT / "roles" / f"{role}.toml").read_text(encoding="utf-8")


def moved(catalogue: Catalogue, role: str) -> Catalogue:
    """Return the catalogue with a thousandth moved from the role's greatest item to its first."""
    old = catalogue.role[role]
    greatest = max(old.match[1:], key=lambda each: each.value)
    less = tuple(
        replace(each, value=each.value - 1000) if each is greatest else each for each in old.match
    )
    new = replace(old, match=(replace(less[0], value=less[0].value + 1000), *less[1:]))
    return replace(catalogue, roles=tuple(new if each is old else each for each in catalogue.roles))


def test_coefficients_that_stand_already_change_no_file_whatever_the_day(ours: Catalogue) -> None:
    for role in ours.roles:
        assert role_text(text_of(role.id), role, LATER) == text_of(role.id)
    manifest = (CONTENT / "manifest.toml").read_text(encoding="utf-8")
    assert manifest_text(manifest, ours) == manifest


@pytest.mark.parametrize("role", ["ml_engineer", "ai_product_manager"])
def test_a_coefficient_that_changes_is_written_with_the_day_and_nothing_else(
    ours: Catalogue, role: str, tmp_path: Path
) -> None:
    content, new = copy_content(tmp_path), moved(ours, role)
    old = text_of(role)
    path = content / "roles" / f"{role}.toml"
    path.write_text(role_text(old, new.role[role], DAY), encoding="utf-8")
    assert load_catalogue(content).role[role].match == new.role[role].match
    lines, written = old.splitlines(), path.read_text(encoding="utf-8").splitlines()
    changed = [line for line in written if line not in lines]
    assert len(written) == len(lines)
    assert f"fitted = {DAY}" in changed
    assert all(line.startswith(("fitted = ", "coefficient = ")) for line in changed)
    assert role_text(path.read_text(encoding="utf-8"), new.role[role], LATER) == path.read_text(
        encoding="utf-8"
    )


def test_only_k_changes_in_the_manifest(ours: Catalogue) -> None:
    old = (CONTENT / "manifest.toml").read_text(encoding="utf-8")
    new = manifest_text(old, replace(ours, scale=replace(ours.scale, k=1.25)))
    pairs = [
        (one, other)
        for one, other in zip(old.splitlines(), new.splitlines(), strict=True)
        if one != other
    ]
    assert [(one.split("#")[1], other.split()[:3]) for one, other in pairs] == [
        (pairs[0][1].split("#")[1], ["k", "=", "1.25"])
    ]


def found(ours: Catalogue) -> FitResult:
    """A small, made-up measurement."""
    figures = Figures(*[Interval(0.51234, 0.4, 0.6)] * 4)
    comparison = Comparison(
        rows=10,
        roles=(0, 2),
        methods={OURS: figures, "naive_bayes": figures},
        differences={"naive_bayes": Figures(*[Interval(-0.0001, -0.05, 0.04)] * 4)},
        confusion=np.array(
            [[4.5, 0, 0.5, 0, 0], [0] * 5, [2.5, 0, 2.5, 0, 0], [0] * 5, [0] * 5], float
        ),
        too_close=0.25,
        margins=(Margin(0.5, 5, 0.4), Margin(None, 5, 0.8)),
    )
    forms = {
        name: dict.fromkeys(("balanced_accuracy", "macro_f1", "top_two", "top_two_balanced"), 0.5)
        for name in FORM_NAMES
    }
    return FitResult(
        ours,
        summarise(simulate_people(ours, 300), ours.scale.k),
        (Repetition(FULL, 0.3, 7, 0.25, 0.286), Repetition(SHORT, 1.0, 8, 0.875, 1.0)),
        {"postings": comparison},
        {"postings": forms},
    )


def test_the_evidence_is_read_again_as_it_was_measured(ours: Catalogue, tmp_path: Path) -> None:
    content, measured = copy_content(tmp_path), found(ours)
    (content / "evidence.toml").write_text(evidence_text(measured, DAY, ""), encoding="utf-8")
    read = load_evidence(ours, content)
    assert (read.date, read.stale, read.pull, read.simulation.k) == (DAY, False, PULL, ours.scale.k)
    assert [(kind.id, kind.too_close) for kind in read.simulation.kinds] == [
        (kind.id, kind.too_close) for kind in measured.kinds
    ]
    assert read.simulation.repetitions == measured.repetitions
    (evaluation,) = read.evaluations
    assert (evaluation.rows, evaluation.roles, evaluation.too_close) == (
        10,
        ("ml_engineer", "research_scientist"),
        0.25,
    )
    assert [(method.id, method.figures["macro_f1"].value) for method in evaluation.methods] == [
        (OURS, 0.512),
        ("naive_bayes", 0.512),
    ]
    assert {
        (each.against.en, each.figure.value, each.figure.low) for each in evaluation.differences
    } == {("naive Bayes", 0.0, -0.05)}
    assert [(each.rows, sum(each.named)) for each in evaluation.recalls] == [(5, 5), (5, 5)]
    assert [(each.up_to, each.accuracy) for each in evaluation.margins] == [(0.5, 0.4), (None, 0.8)]
    assert [each.name for each in evaluation.forms] == list(FORM_NAMES.values())


def test_the_day_stays_where_the_same_was_measured_again(ours: Catalogue) -> None:
    measured = found(ours)
    text = evidence_text(measured, DAY, "")
    assert evidence_text(measured, LATER, text) == text
    assert f"date = {LATER}\n" in evidence_text(
        replace(measured, kinds=measured.kinds[::-1]), LATER, text
    )


def test_the_next_measurement_writes_the_same_sentences(ours: Catalogue) -> None:
    """A sentence that was only corrected in the content would be undone."""
    for each in load_evidence(ours).evaluations:
        assert (each.name, each.how) == (EVALUATION_NAMES[each.id], HOW[each.id])
        assert [form.name for form in each.forms] == [FORM_NAMES[form.id] for form in each.forms]
