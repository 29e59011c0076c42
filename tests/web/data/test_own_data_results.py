"""Results of an imported file: scored again, by its own catalogue where that is known."""

import copy
import json
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, update

from app.catalogue.load import load_catalogue
from app.catalogue.snapshot import freeze
from app.storage.engine import reading, writing
from app.storage.snapshots import all_digests
from app.storage.tables import assessment, catalogue
from app.web.context import context_of
from config import Settings
from tests.support.visitor import CLEAR, Visitor
from tests.web.data.conftest import MakeApp
from tests.web.data.own_data import bring, busy_person, downloaded, without_times_of_visits
from tests.web.results.test_frozen import LATER, edited, with_catalogue


def test_a_changed_result_in_the_file_is_ignored(person: Visitor, elsewhere: Flask) -> None:
    file, new = downloaded(person), Visitor(elsewhere)
    true = file["assessments"][0]["result"]
    file["assessments"][0]["result"] = {**true, "order": true["order"][::-1]}
    file["assessments"][1]["result"] = {"status": "<script>", "order": [[]]}
    message = bring(new, file).text
    assert "did not follow from the answers, so it was worked out anew: no. 1, no. 2." in message
    assert [each["result"]["order"][0][0] for each in downloaded(new)["assessments"][:2]] == [
        "mlops_engineer"
    ] * 2
    assert downloaded(new)["assessments"][0]["result"] == true


def test_an_assessment_with_an_unknown_catalogue_is_scored_by_todays(
    person: Visitor, elsewhere: Flask
) -> None:
    file, new = downloaded(person), Visitor(elsewhere)
    true = file["assessments"][0]
    strange = {
        "catalogue": "0" * 64,
        "answers": true["answers"] | {"fortran": {"level": 4, "revision": 1}},
        "result": None,
    }
    file["assessments"][0] = true | strange | {"target": {"role": "wizard", "stage": "lead"}}
    file["assessments"][2]["target"] = {"role": "wizard", "stage": "junior"}
    file["assessments"][0]["steps"]["fortran.1"] = file["assessments"][0]["steps"]["docker.3"]
    file["assessments"][0]["plan"] |= {
        "focus": "no_such",
        "put_in": ["fortran.1"],
        "done": ["fortran.0"],
    }
    message = bring(new, file).text
    assert "with today’s: no. 1." in message
    assert "there is no target now: no. 1, no. 3." in message
    found = downloaded(new)["assessments"]
    assert (found[0]["catalogue"], found[0]["result"]) == (true["catalogue"], true["result"])
    assert (found[0]["target"], found[2]["target"]) == (None, None)
    for path in (
        "1",
        "1/plan",
        "1/plan/week",
        "1/plan.csv",
        "1/plan.md",
        "1/plan.ics",
        "1/compare/2",
        "2",
        "3/math",
        "3/review",
    ):
        assert new.open(f"/assessments/{path}").status == 200, path
    new.post("/assessments", **{"from": "1"})
    assert new.open("/assessments/5/review").status == 200, "one begun from it"


@pytest.mark.parametrize("later", ["edited", "a role is gone"])
def test_an_older_catalogue_that_is_known_here_keeps_its_figures(
    make_app: MakeApp, settings: Settings, tmp_path: Path, later: str
) -> None:
    """Imported results are recalculated with the catalogue that they were made with."""
    person = busy_person(Visitor(make_app(settings)))
    file = downloaded(person)
    app = with_catalogue(make_app(settings), LATER[later](tmp_path))
    new = Visitor(app)
    assert "anew" not in bring(new, file).text
    found = downloaded(new)["assessments"]
    assert [each["result"] for each in found] == [each["result"] for each in file["assessments"]]
    assert [each["catalogue"] for each in found] == [
        each["catalogue"] for each in file["assessments"]
    ]
    assert new.open("/assessments/1").text == person.open("/assessments/1").text


def test_a_catalogue_of_an_older_form_keeps_its_digest(
    make_app: MakeApp, settings: Settings, tmp_path: Path
) -> None:
    """It was saved when a catalogue had no curriculum, and it is loaded with today's."""
    app = make_app(settings)
    person = busy_person(Visitor(app))
    written = json.loads(freeze(load_catalogue()))
    del written["curriculum"]
    text = json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    older = sha256(text.encode()).hexdigest()
    with writing(context_of(app).engine) as db:
        db.execute(insert(catalogue).values(digest=older, content=text))
        finished = assessment.c.finished_at.is_not(None)
        db.execute(update(assessment).where(finished).values(catalogue=older))
        saved = set(all_digests(db))
    there = Visitor(with_catalogue(make_app(settings), edited(tmp_path)))
    assert "anew" not in bring(there, downloaded(person)).text
    found = [each["catalogue"] for each in downloaded(there)["assessments"]]
    assert found.count(older) == 2
    with reading(context_of(app).engine) as db:
        assert set(all_digests(db)) == saved


def test_answers_and_steps_of_unknown_skills_are_left_out_and_named(
    reader: Visitor, elsewhere: Flask
) -> None:
    reader.finish(CLEAR)
    reader.post("/assessments/1/plan/steps/docker.3", do="done", note="kept")
    content = downloaded(reader)
    [given] = content["assessments"]
    whole = copy.deepcopy(given)
    given["answers"]["invented"] = {"level": 4, "revision": 1}
    given["steps"]["invented.3"] = {**given["steps"]["docker.3"], "note": "x" * 1000}
    there = Visitor(elsewhere, reader.language)
    page = bring(there, content)
    says = {"en": "are not known here were left out: no. 1", "ko": "빼고 가져왔어요: 1번"}
    assert says[reader.language] in page.text
    [taken] = downloaded(there)["assessments"]
    assert (taken["answers"], taken["steps"]) == (whole["answers"], whole["steps"])
    assert says[reader.language] not in bring(there, content).text, "it was here already"


def test_notes_beyond_what_is_kept_are_refused_and_nothing_is_saved(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.owners.MAX_NOTES_LENGTH", 1500)
    reader.finish(CLEAR)
    reader.post("/assessments/1/plan/steps/docker.3", do="done", note="a" * 1000)
    before = without_times_of_visits(downloaded(reader))
    content = downloaded(reader)
    content["assessments"][0]["steps"]["docker.3"]["note"] = "b" * 501
    page = bring(reader, content)
    says = {"en": "Shorten or delete some of your notes.", "ko": "메모를 줄이거나 지운 뒤"}
    assert page.status == 409
    assert says[reader.language] in page.text
    assert without_times_of_visits(downloaded(reader)) == before


def test_more_steps_than_are_kept_are_refused_and_nothing_is_saved(
    reader: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.storage.owners.MAX_STEPS", 3)
    reader.finish(CLEAR)
    for step in ("docker.3", "sql.3"):
        reader.post(f"/assessments/1/plan/steps/{step}", do="done")
    content = downloaded(reader)
    before = without_times_of_visits(content)
    content["assessments"][0]["name"] = "another one"
    page = bring(reader, content)
    says = {"en": "leave some out of it", "ko": "파일에서 진단 몇 개를 빼도"}
    assert (page.status, says[reader.language] in page.text) == (409, True)
    assert without_times_of_visits(downloaded(reader)) == before
    monkeypatch.setattr("app.storage.owners.MAX_STEPS", 4)
    assert bring(reader, content).status == 200
