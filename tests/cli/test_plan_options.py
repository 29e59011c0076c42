"""`orienteer plan`: focus, single steps, resources and files, and what is refused."""

import io
import json
import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from app.catalogue.text import LANGUAGES
from app.cli.language import words
from app.cli.program import Program
from app.exports import pdf
from tests.cli.run import OURS, run
from tests.cli.test_plan import ANSWERS, TARGET, planned

UNKNOWN = (
    "is not known: a step is a skill’s id and the level at which it begins, "
    "such as linear_algebra.0."
)
STUDY, ALL = "docker.0, docker.1, docker.2.", "docker.0, docker.1, docker.2, docker.3."


def test_steps_are_put_in_and_left_out():
    usual = [step["id"] for step in planned()["steps"]]
    assert "kubernetes.0" in usual
    assert not {"nlp.0", "calculus.0"} & set(usual)
    found = planned("--put-in", "nlp.0", "--put-in", "calculus.0", "--leave-out", "kubernetes.0")
    steps = [step["id"] for step in found["steps"]]
    assert {"nlp.0", "calculus.0"} <= set(steps)
    assert "kubernetes.0" not in steps
    assert "kubernetes.0" in found["given_up"]
    assert found["wishes"] == {
        "focus": None,
        "put_in": ["calculus.0", "nlp.0"],
        "leave_out": ["kubernetes.0"],
    }


def test_a_focus_brings_its_goals_into_the_plan():
    usual, found = planned(), planned("--focus", "multimodal_ai")
    goals = {
        step.id
        for goal in OURS.focus["multimodal_ai"].goals
        for step in OURS.skill[goal.skill].steps[: goal.level]
    }
    assert found["wishes"]["focus"] == "multimodal_ai"
    assert not goals <= {step["id"] for step in usual["steps"]}
    assert goals <= {step["id"] for step in found["steps"]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_step_has_its_title_in_the_language_that_is_asked_for(language):
    result = CliRunner().invoke(Program(words(language)), ["plan", "-", *TARGET], input=ANSWERS)
    for step in json.loads(result.stdout)["steps"]:
        assert step["title"] == OURS.step[step["id"]].title[language]


@pytest.mark.parametrize(
    ("options", "languages", "costs"),
    [
        ((), {"ko", "en"}, {"free", "audit", "paid"}),
        (("--languages", "both"), {"ko", "en"}, {"free", "audit", "paid"}),
        (("--languages", "ko"), {"ko"}, {"free", "audit", "paid"}),
        (("--languages", "en", "--free-only"), {"en"}, {"free", "audit"}),
    ],
)
def test_what_to_study_from_is_what_is_wanted(options, languages, costs):
    found = planned(*options)
    for step in found["steps"]:
        wanted = [
            id
            for id in OURS.step[step["id"]].resources
            if OURS.resource[id].language in languages and OURS.resource[id].cost in costs
        ]
        assert step["resources"] == sorted(
            wanted, key=lambda id: OURS.resource[id].language == "ko"
        )
    assert {
        OURS.resource[id].language for step in found["steps"] for id in step["resources"]
    } == languages


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (
            ("--focus", "fintek"),
            "--focus 'fintek' is not known: give one of it_company, fintech, healthcare, ",
        ),
        (("--focus", ""), "--focus '' is not known: give one of it_company, "),
        (("--put-in", "dockr.1"), f"--put-in 'dockr.1' is not known: give one of {STUDY}"),
        (("--put-in", "docker"), f"--put-in 'docker' is not known: give one of {STUDY}"),
        (
            ("--put-in", "Model Serving.1"),
            "'Model Serving.1' is not known: "
            "give one of model_serving.0, model_serving.1, model_serving.2.",
        ),
        (
            ("--put-in", "docker.0", "--put-in", "docker.9"),
            f"--put-in 'docker.9' is not known: give one of {STUDY}",
        ),
        (
            ("--put-in", "docker.3"),
            f"--put-in 'docker.3' is experience, and only study can be put in: give one of {STUDY}",
        ),
        (("--leave-out", "docker.4"), f"--leave-out 'docker.4' is not known: give one of {ALL}"),
        (("--leave-out", "baking.1"), f"--leave-out 'baking.1' {UNKNOWN}"),
        (("--put-in", ""), f"--put-in '' {UNKNOWN}"),
        (
            ("--leave-out", "sql.1", "--put-in", "sql.1"),
            "sql.1 is both put in and left out: give it once.",
        ),
        (("--languages", "fr"), "'fr' is not one of 'both', 'ko', 'en'"),
    ],
)
def test_what_is_not_known_is_refused_with_what_to_give(options, fault):
    result = run("plan", "-", *TARGET, *options, given=ANSWERS)
    assert (result.exit_code, result.stdout) == (2, "")
    assert fault in result.stderr


def test_a_step_that_is_met_is_reported_once_and_the_plan_is_made():
    result = run(
        "plan",
        "-",
        *TARGET,
        "--put-in",
        "python.1",
        "--put-in",
        "python.1",
        "--put-in",
        "python.2",
        given=ANSWERS,
    )
    assert (result.exit_code, result.stderr) == (
        0,
        "--put-in python.1 adds nothing: the ratings meet it already.\n",
    )
    assert "python.2" in [step["id"] for step in json.loads(result.stdout)["steps"]]


@pytest.mark.parametrize("kind", ["json", "md", "csv", "ics", "pdf"])
def test_a_file_gets_what_standard_output_would(tmp_path, kind):
    asked = (
        "plan",
        "-",
        *TARGET,
        "--start",
        "2026-03-02",
        "--deadline",
        "2026-03-30",
        "--format",
        kind,
    )
    shown, kept = (
        run(*asked, given=ANSWERS),
        run(*asked, "--output", tmp_path / "plan", given=ANSWERS),
    )
    assert (kept.exit_code, kept.stdout, kept.stderr, shown.stderr) == (0, "", "", "")
    found = (tmp_path / "plan").read_bytes()
    moments = (b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE")
    assert [line for line in found.split(b"\n") if not line.startswith(moments)] == [
        line for line in shown.stdout_bytes.split(b"\n") if not line.startswith(moments)
    ]


def test_a_plan_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path):
    (tmp_path / "plan.md").write_text("mine")
    refused = run(
        "plan", "-", *TARGET, "--put-in", "x", "--output", tmp_path / "plan.md", given=ANSWERS
    )
    nowhere = run("plan", "-", *TARGET, "--output", tmp_path / "none" / "plan.md", given=ANSWERS)
    assert (refused.exit_code, (tmp_path / "plan.md").read_text()) == (2, "mine")
    assert nowhere.exit_code == 2
    assert "No such file or directory" in nowhere.stderr


def test_the_pdf_is_one():
    made = run(
        "plan",
        "-",
        *TARGET,
        "--start",
        "2026-03-02",
        "--deadline",
        "2026-03-30",
        "--format",
        "pdf",
        given=ANSWERS,
    )
    assert (made.exit_code, made.stderr) == (0, "")
    assert (
        "Learning plan: MLOps engineer, junior"
        in PdfReader(io.BytesIO(made.stdout_bytes), strict=True).pages[0].extract_text()
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("PANGO", "no-such-library-1.0"), ("PACKAGES", ("weasyprint", "no_such_package"))],
)
def test_a_pdf_without_what_it_needs_is_refused_before_anything_is_read(monkeypatch, name, value):
    monkeypatch.setattr(pdf, name, value)
    pdf.pdf_is_installed.cache_clear()
    try:
        result = run("plan", "no-such-file", *TARGET, "--format", "pdf")
    finally:
        pdf.pdf_is_installed.cache_clear()
    assert (result.exit_code, result.stdout) == (2, "")
    assert "A PDF needs more than is installed here: run `make pdf`" in result.stderr


def test_a_pdf_is_not_written_to_a_terminal():
    above, below = pty.openpty()
    asked = [sys.executable, "-m", "app", "plan", "-", *TARGET, "--format", "pdf", "--lang", "en"]
    try:
        result = subprocess.run(
            asked,
            input=b'{"python": 1}',
            stdout=below,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    finally:
        os.close(below)
        os.close(above)
    assert result.returncode == 2
    assert b"A PDF is not for a terminal: write it to a file with --output." in result.stderr
