"""`orienteer catalogue show|check|report`."""

import json
import shutil
from collections import Counter

import pytest

from app.catalogue.document import to_document
from app.catalogue.load import CONTENT
from app.catalogue.text import LANGUAGES
from tests.cli.run import OURS, run


def test_show_prints_the_whole_catalogue_as_json():
    result = run("catalogue", "show", "--format", "json")
    assert json.loads(result.stdout) == json.loads(json.dumps(to_document(OURS)))
    assert "선형대수" in result.stdout


def test_show_prints_every_anchor_and_every_role_for_reading():
    shown = run("catalogue", "show").stdout
    for skill in OURS.skills:
        assert f"{skill.name.en} ({skill.id}): {skill.meaning.en}" in shown
        assert all(f"  {level}  {anchor.en}" in shown for level, anchor in enumerate(skill.anchors))
    for role in OURS.roles:
        assert f"{role.name.en} ({role.id}): {role.summary.en}" in shown
    required = OURS.role["mlops_engineer"].stages["junior"].requirements[0]
    assert f"junior: {OURS.item[required.item].name.en} {required.level}," in shown


def test_our_content_is_valid():
    assert (run("catalogue", "check").exit_code, run("catalogue", "check").stdout) == (
        0,
        "The content is whole.\n",
    )
    assert json.loads(run("catalogue", "check", "--format", "json").stdout) == {"faults": []}


@pytest.fixture
def broken(tmp_path):
    """Return a copy of our content with one fault in a skill and one in the reading."""
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    for name, key in (("skills/python.toml", "name.en"), ("work.toml", "publisher =")):
        file = folder / name
        lines = file.read_text(encoding="utf-8").splitlines()
        file.write_text("\n".join(each for each in lines if not each.startswith(key)), "utf-8")
    return folder


def test_check_names_every_fault_with_file_key_and_fix(broken):
    result = run("catalogue", "check", "--content", broken)
    assert result.exit_code == 1
    first, second = result.stdout.splitlines()
    assert first.startswith("skills/python.toml: name")
    assert second.startswith("work.toml: source.publisher")
    faults = json.loads(run("catalogue", "check", "--content", broken, "--format", "json").stdout)[
        "faults"
    ]
    assert [f"{fault['file']}: {fault['key']}: {fault['message']}" for fault in faults] == [
        first,
        second,
    ]


def found_in(step, language):
    """Return a step's resources in a language."""
    return [OURS.resource[id] for id in step.resources if OURS.resource[id].language == language]


def free(step, language):
    return sum(each.cost != "paid" for each in found_in(step, language))


def longest(step, language):
    return max((each.hours for each in found_in(step, language)), default=0)


STUDY = [step for step in OURS.step.values() if step.hours]
LACKING = {each: sum(not free(step, each) for step in STUDY) for each in LANGUAGES}
COVERED = {
    each: sum(longest(step, each) >= step.hours.likely / 3 for step in STUDY) for each in LANGUAGES
}
"""How many study steps have one resource of a third of their hours, in each language."""


def test_report_says_by_skill_and_level_what_each_step_has_and_lacks():
    report = run("catalogue", "report").stdout
    step = OURS.step["model_serving.0"]
    needs = ", ".join("/".join(entry.any_of) for entry in step.requires)
    hours = f"{step.hours.likely} hours ({step.hours.low} to {step.hours.high})"
    resources = (
        f"free resources in Korean: {free(step, 'ko')}, in English: {free(step, 'en')}; "
        f"hours of the longest in Korean: {longest(step, 'ko')}, in English: {longest(step, 'en')}"
    )
    assert f"  0 → 1 {step.title.en}: {hours}; needs {needs}; {resources}\n" in report
    last = OURS.step["model_serving.3"]
    assert f"  3 → 4 {last.title.en}: about {last.months} months; needs no other skill\n" in report
    assert report.count("→") == 160
    assert report.endswith(
        f"\n\nStudy steps: 120. Without a free resource in Korean: {LACKING['ko']}, "
        f"in English: {LACKING['en']}. With a resource of a third of the hours or more "
        f"in Korean: {COVERED['ko']}, in English: {COVERED['en']}.\n"
    )


def test_report_for_programs_counts_the_same():
    report = json.loads(run("catalogue", "report", "--format", "json").stdout)
    assert [step["id"] for step in report["steps"]] == list(OURS.step)
    totals = report["totals"]
    assert (totals["without_resource"], totals["covered"]) == (LACKING, COVERED)
    assert totals["resources"] == Counter(each.language for each in OURS.resources)
    assert [step["longest"] for step in report["steps"]] == [
        {each: longest(step, each) for each in LANGUAGES} for step in OURS.step.values()
    ]
    assert [step["resources"] for step in report["steps"]] == [
        {each: free(step, each) for each in LANGUAGES} for step in OURS.step.values()
    ]
    assert (totals["study"], totals["experience"]) == (120, 40)
    assert totals["hours"] == sum(
        step["hours"]["likely"] for step in report["steps"] if step["hours"]
    )
    assert totals["prerequisites"] == sum(len(step["requires"]) for step in report["steps"])
