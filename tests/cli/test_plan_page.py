"""`orienteer plan` and the plan page give the same plan and files for the same input.

Some parts must differ. A calendar's UIDs depend on the assessment's address, which a file of
answers lacks. Its time stamps (DTSTAMP, LAST-MODIFIED and the SEQUENCE derived from it) are
those of the export. The page's CSV starts with a byte order mark for Excel, which would disturb
programs that read the command's output.
"""

import json
import re

from click.testing import CliRunner, Result
from flask import Flask

from app.cli.language import words
from app.cli.plan.document import plan_as_json
from app.cli.program import Program
from app.exports.words import Wanted
from app.web.i18n import reader_words
from app.web.plan.current_plan import load_plan
from tests.cli.plan_people import DEADLINE, EACH, PEOPLE, Person
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, CLEAR, Visitor

PLAN = "/assessments/1/plan"
START = "2027-03-01"
OWN = ("UID:", "DTSTAMP:", "LAST-MODIFIED:", "SEQUENCE:")
MARK = "\N{BYTE ORDER MARK}"


def command(language: str, person: Person, *options: str) -> bytes:
    """Return the command's output for a person's answers and target."""
    result = ran(language, person, *options)
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return result.stdout_bytes


def ran(language: str, person: Person, *options: str) -> Result:
    arguments = ["plan", "-", "--role", person.role, "--stage", person.stage, *options]
    return CliRunner().invoke(
        Program(words(language)), arguments, input=json.dumps(dict(person.levels))
    )  # type: ignore[arg-type]


def plan_of(visitor: Visitor, person: Person) -> Page:
    """Return the plan page for a person's target after finishing an assessment."""
    visitor.finish(person.levels)
    visitor.post("/assessments/1/target", role=person.role, stage=person.stage)
    return visitor.open(PLAN)


def updated(visitor: Visitor, deadline: str, hours: int, **typed: str) -> Page:
    """Return the plan after sending its form, with every box as it was shown."""
    page = visitor.open(PLAN)
    form = page.form("/plan")
    boxes = {
        name: [f["value"] for f in form.fields if f.get("name") == name and "checked" in f]
        for name in ("put_in", "leave_out")
    }
    return visitor.press(
        page, form, "keep", start=START, deadline=deadline, hours=str(hours), **boxes, **typed
    )  # type: ignore[arg-type]


def shown_steps(page: Page) -> list[tuple[str, str, str]]:
    return list(
        zip(page.data("data-step"), page.data("data-week"), page.data("data-hours"), strict=True)
    )


def shown_resources(page: Page) -> list[list[str]]:
    """Return the ids of the resources by step, in the order of the page.

    Steps may name parts of one work, so an address is looked up among the step's own resources.
    """
    found = []
    for part in page.html.split('data-step="')[1:]:
        step = CATALOGUE.step[part.split('"')[0]]
        own = {CATALOGUE.resource[id].url.replace("&", "&amp;"): id for id in step.resources}
        assert len(own) == len(step.resources), "two parts of one work in a step"
        found.append([own[url] for url in re.findall('<a href="([^"]*)"', part) if url in own])
    return found


def own_left_out(calendar: str) -> str:
    """Return a calendar without the parts that only this copy has."""
    lines = calendar.replace("\r\n ", "").split("\r\n")
    return "\r\n".join(line for line in lines if not line.startswith(OWN))


def same_everywhere(
    visitor: Visitor, page: Page, person: Person, options: tuple[str, ...], wanted: Wanted
) -> dict:
    """Compare the page, the stored plan and the files with the command's output.

    Return that output as parsed JSON.
    """
    told = command(visitor.language, person, *options).decode()
    found = json.loads(told)
    assert page.status == 200
    assert shown_steps(page) == [
        (each["id"], str(each["week_first"] or ""), str(each["hours"])) for each in found["steps"]
    ]
    assert shown_resources(page) == [each["resources"] for each in found["steps"]]
    with visitor.client:
        visitor.open(PLAN)
        behind = load_plan(1)
        assert told == plan_as_json(behind.plan, CATALOGUE, reader_words(), wanted)
    files = {kind: visitor.open(f"{PLAN}.{kind}").html for kind in ("md", "csv")}
    ours = {
        kind: command(visitor.language, person, *options, "--format", kind).decode()
        for kind in files
    }
    assert ours["md"] == files["md"]
    assert MARK + ours["csv"] == files["csv"]
    same_calendar(visitor, person, options, has_weeks=bool(found["weeks"]))
    return found


def same_calendar(
    visitor: Visitor, person: Person, options: tuple[str, ...], has_weeks: bool
) -> None:
    """Compare the events of both calendars.

    A plan without weeks has no calendar, and the command says what to do instead.
    """
    page, ours = (
        visitor.open(f"{PLAN}.ics"),
        ran(visitor.language, person, *options, "--format", "ics"),
    )
    assert (page.status, ours.exit_code) == ((200, 0) if has_weeks else (404, 2))
    if has_weeks:
        assert own_left_out(ours.stdout_bytes.decode()) == own_left_out(page.html)
    else:
        assert ("--format md" in ours.stderr, ours.stdout) == (True, "")


@EACH
@DEADLINE
def test_the_command_makes_the_plan_of_the_page(
    reader: Visitor, person: Person, has_deadline: bool
) -> None:
    plan_of(reader, person)
    page = updated(reader, person.deadline if has_deadline else "", person.hours)
    days = ("--start", START, *(("--deadline", person.deadline) if has_deadline else ()))
    found = same_everywhere(reader, page, person, ("--hours", str(person.hours), *days), Wanted())
    assert bool(found["weeks"]) == (person is not PEOPLE["master"]), (
        "of these people one has nothing to study"
    )


@EACH
@DEADLINE
def test_with_a_focus_steps_and_resources_of_ones_own_too(
    reader: Visitor, person: Person, has_deadline: bool
) -> None:
    usual = plan_of(reader, person).data("data-step")
    out = usual[len(usual) // 2 : len(usual) // 2 + 2]
    put = [
        each.id
        for each in CATALOGUE.step.values()
        if each.kind == "study" and each.id not in usual and not met(person, each.id)
    ][:2]
    for do, ids in (("put_in", put), ("leave_out", out)):
        for id in ids:
            reader.post(f"{PLAN}/steps/{id}", do=do)
    free = {"free_only": "yes"} if person.free_only else {}
    deadline = person.deadline if has_deadline else ""
    page = updated(
        reader, deadline, person.hours, focus=person.focus, resources=person.resources, **free
    )
    options = [
        "--hours",
        str(person.hours),
        "--start",
        START,
        "--focus",
        person.focus,
        "--languages",
        person.resources,
    ]
    options += ["--deadline", deadline] if has_deadline else []
    options += ["--free-only"] if person.free_only else []
    options += [part for id in put for part in ("--put-in", id)]
    options += [part for id in out for part in ("--leave-out", id)]
    languages = ("ko", "en") if person.resources == "both" else (person.resources,)
    found = same_everywhere(
        reader, page, person, tuple(options), Wanted(languages, person.free_only)
    )  # type: ignore[arg-type]
    assert found["wishes"] == {
        "focus": person.focus,
        "put_in": sorted(put),
        "leave_out": sorted(out),
    }
    assert not set(out) & set(page.data("data-step"))
    assert has_deadline or set(put) <= {*page.data("data-step"), *found["given_up"]}


def met(person: Person, id: str) -> bool:
    step = CATALOGUE.step[id]
    return (person.levels.get(step.skill) or 0) >= step.to_level


def test_without_options_the_steps_and_weeks_are_the_same_and_only_the_page_has_days(
    reader: Visitor,
) -> None:
    reader.finish(CLEAR)
    page = reader.open(PLAN)
    with reader.client:
        reader.open(PLAN)
        behind = json.loads(plan_as_json(load_plan(1).plan, CATALOGUE, reader_words(), Wanted()))
    person = Person(
        CLEAR, **behind["target"], hours=6, deadline="", focus="", resources="both", free_only=False
    )
    found = json.loads(command(reader.language, person))
    assert (found["pace"]["start"], behind["pace"]["start"] is None) == (None, False)
    assert found | {"pace": behind["pace"]} == behind
    assert [each["id"] for each in found["steps"]] == page.data("data-step")


def test_the_pdf_is_the_pages_to_the_byte(app: Flask) -> None:
    visitor, person = Visitor(app, "ko"), PEOPLE["clear"]
    plan_of(visitor, person)
    updated(visitor, "2027-04-01", 6, resources="ko")
    options = ("--start", START, "--deadline", "2027-04-01", "--languages", "ko", "--format", "pdf")
    assert (
        command("ko", person, *options)
        == visitor.client.get(f"{PLAN}.pdf", headers={"Accept-Language": "ko"}).data
    )
