"""An export holds everything, and importing it gives the same pages again."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app.exports.own_data.json_format import MAX_ASSESSMENTS_PER_FILE, VERSION
from app.storage.engine import writing
from app.storage.owners import Owner, find_owner
from app.storage.tables import assessment, share
from tests.conftest import context_of
from tests.support.visitor import CLEAR, SKILLS, Visitor
from tests.web.data.own_data import bring, downloaded
from tests.web.returning.visits import backdate_visit


def share_first(app: Flask, person: Visitor) -> Owner:
    """Store a link to the person's first assessment and return the owner."""
    cookie = person.client.get_cookie("orienteer")
    assert cookie
    with writing(context_of(app).engine) as db:
        owner = find_owner(db, cookie.value)
        assert owner
        row = {
            "owner": owner.id,
            "id": 77,
            "number": 1,
            "token_hash": b"T" * 24 + owner.id.to_bytes(8, "big"),
            "with_ratings": True,
            "with_plan": False,
        }
        db.execute(
            share.insert().values(**row, begun_at=owner.seen_at, ends_at=owner.seen_at + 10**6)
        )
    return owner


def test_the_file_holds_everything(app: Flask, person: Visitor) -> None:
    share_first(app, person)
    found = downloaded(person)
    assert (found["format"], found["version"], found["last_number"], found["return_code"]) == (
        "orienteer",
        VERSION,
        4,
        None,
    )
    assert [each["this"] for each in found["devices"]] == [True]
    first, second, third, deleted = found["assessments"]
    assert (first["name"], first["hours_a_week"], first["target"]) == (
        "MARKname 이름",
        11,
        {"role": "mlops_engineer", "stage": "lead"},
    )
    assert {skill: answer["level"] for skill, answer in first["answers"].items()} == CLEAR
    assert first["steps"]["docker.3"]["note"] == "MARKnote 메모\nline"
    assert (first["plan"]["deadline"], first["plan"]["focus"]) == ("2099-03-02", "agentic_ai")
    assert first["shares"][0]["with_ratings"] is True
    assert first["result"]["status"] == "ranked"
    assert (second["started_from"], third["finished_at"], third["deleted_at"]) == (1, None, None)
    assert deleted["deleted_at"]


def test_the_file_holds_nothing_that_opens_anything(app: Flask, person: Visitor) -> None:
    owner, cookie = share_first(app, person), person.client.get_cookie("orienteer")
    assert cookie
    page = person.open("/data/export.json")
    for secret in (
        cookie.value,
        str(owner.id),
        str(owner.device),
        "TTTT",
        "secret",
        "token",
        "hash",
    ):
        assert secret not in page.html
    assert page.headers["Content-Type"] == "application/json; charset=utf-8"
    assert page.headers["Content-Disposition"].startswith("attachment; filename=orienteer-20")
    assert page.headers["Cache-Control"] == "no-store"


def test_the_table_is_for_excel_too(person: Visitor) -> None:
    page = person.open("/data/export.csv")
    assert page.html.startswith("\ufeffnumber,name,")
    assert page.html.count("\r\n") == 5
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_a_stranger_has_nothing_to_download(app: Flask, person: Visitor, kind: str) -> None:
    page = Visitor(app).open(f"/data/export.{kind}")
    assert (page.status, "MARK" in page.html) == (404, False)
    assert "nothing to download" in page.text
    assert "MARK" not in Visitor(app).open("/data").html
    other = Visitor(app)
    other.begin()
    assert "MARK" not in other.open(f"/data/export.{kind}").html


def pages_of(visitor: Visitor) -> list[str]:
    """Return the text of the assessments' pages without what differs between visits."""
    return [
        visitor.open(f"/assessments/{path}").text
        for path in ("1", "1/plan", "1/plan/week", "1/compare/2", "2", "2/plan", "3/math")
    ]


def test_another_instance_shows_the_same_pages(person: Visitor, elsewhere: Flask) -> None:
    before, file = pages_of(person), downloaded(person)
    new = Visitor(elsewhere)
    page = bring(new, file)
    assert (page.status, page.path) == (200, "/assessments")
    assert "4 assessments were taken in, as no. 1 to 4." in page.text
    assert "anew" not in page.text
    assert pages_of(new) == before
    again = downloaded(new)["assessments"]
    for there, here in zip(file["assessments"], again, strict=True):
        assert here | {"deleted_at": None} == there | {"deleted_at": None}
    assert again[3]["deleted_at"]
    new.post("/assessments/4/restore")
    assert new.open("/assessments/4/math").status == 200


def test_an_import_adds_to_what_is_there_and_a_second_one_adds_nothing(
    person: Visitor, elsewhere: Flask
) -> None:
    new = Visitor(elsewhere)
    new.finish(CLEAR)
    assert "4 assessments were taken in, as no. 2 to 5." in bring(new, downloaded(person)).text
    before = downloaded(new)["assessments"]
    assert (
        "Nothing new was in the file. 4 assessments were here already."
        in bring(new, downloaded(person)).text
    )
    assert downloaded(new)["assessments"] == before
    assert [each["number"] for each in before] == [1, 2, 3, 4, 5]
    assert before[2]["started_from"] == 2


def test_whoever_has_more_than_a_file_may_hold_gets_several(app: Flask, elsewhere: Flask) -> None:
    person, engine = Visitor(app), context_of(app).engine
    person.begin()
    cookie = person.client.get_cookie("orienteer")
    assert cookie
    count = MAX_ASSESSMENTS_PER_FILE + 5
    with writing(engine) as db:
        owner = find_owner(db, cookie.value)
        assert owner
        rows = [
            {"owner": owner.id, "number": n, "name": f"n{n}", "begun_at": owner.seen_at}
            for n in range(2, count + 1)
        ]
        db.execute(assessment.insert(), rows)
    links = [link for link in person.open("/data").links if "from=" in link]
    files = [json.loads(person.open(link).html) for link in links]
    assert [len(file["assessments"]) for file in files] == [MAX_ASSESSMENTS_PER_FILE, 5]
    assert len(downloaded(person)["assessments"]) == count
    new = Visitor(elsewhere)
    assert bring(new, downloaded(person)).status == 400
    assert [bring(new, file).status for file in files] == [200, 200]
    assert len(downloaded(new)["assessments"]) == count


def test_a_file_can_be_imported_after_a_day_away(person: Visitor) -> None:
    file = downloaded(person)
    backdate_visit(person, 25 * 3600)
    assert bring(person, file).status == 200


def test_every_skill_is_a_column(person: Visitor) -> None:
    assert person.open("/data/export.csv").html.splitlines()[0].endswith(",".join(SKILLS))


def test_a_class_can_import_its_files_at_the_same_time(app: Flask, person: Visitor) -> None:
    file, class_of = downloaded(person), [Visitor(app) for _ in range(6)]
    with ThreadPoolExecutor(len(class_of)) as pool:
        assert [page.status for page in pool.map(lambda pupil: bring(pupil, file), class_of)] == [
            200
        ] * len(class_of)
