"""Export, erase and import in a real browser, without requests or addresses that leave traces."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.catalogue.text import Language
from tests.browser.conftest import Visit
from tests.browser.data_states import DATA_STATES, choose_file
from tests.browser.person import Person
from tests.browser.server import Server, served, serving
from tests.support.databases import NewInstance, in_english_unless_verify
from tests.support.visitor import CLEAR

pytestmark = pytest.mark.verify

VISITOR = "203.0.113.77"
"""An address that nobody has. A proxy in front says that it is the visitor's."""
SHOWN = (
    "/assessments/1",
    "/assessments/1/plan",
    "/assessments/1/plan/week",
    "/assessments/1/plan/steps/docker.3",
)


def a_plan_under_way(person: Person) -> None:
    """A result with a target, a followed plan with a deadline, and a note."""
    person.fill(CLEAR)
    person.go("/assessments/1/name")
    person.page.locator("#name").fill("내 첫 진단")
    person.press("Save the name")
    person.go("/assessments/1/plan/steps/docker.3")
    person.page.locator("#note").fill("a note\nof two lines")
    person.press("Not yet, but I have begun")
    person.go("/assessments/1/plan")
    person.page.locator("#settings > summary").click()
    person.page.locator("#hours").fill("9")
    person.page.locator("#deadline").fill("2099-03-02")
    person.page.locator("form[action$='/plan'] button.button:visible").first.click()
    person.comes_to("/assessments/1/plan")


def figures(person: Person) -> dict[str, tuple[str, list[str]]]:
    """Return what the pages show: their words, and every figure that they mark."""
    found = {}
    for path in SHOWN:
        person.go(path)
        main = person.page.locator("#main")
        marked = main.evaluate(
            """main => [...main.querySelectorAll("*")].flatMap(
              (each) => Object.entries(each.dataset).map((pair) => pair.join("=")))"""
        )
        found[path] = (
            main.inner_text(),
            [each for each in marked if not each.startswith("assessment=")],
        )
    return found


@in_english_unless_verify
def test_exported_erased_and_imported_on_another_instance_it_is_identical(
    visit: Visit, browser: Browser, new_instance: NewInstance, tmp_path: Path, language: Language
) -> None:
    person = visit(language)
    a_plan_under_way(person)
    before = figures(person)
    assert any("match=" in each for each in before["/assessments/1"][1])
    assert any("week=" in each for each in before["/assessments/1/plan"][1])
    person.go("/data")
    with person.page.expect_download() as download:
        person.press("Download everything (JSON)")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    (kept,) = json.loads(file.read_bytes())["assessments"]
    assert (kept["name"], kept["hours_a_week"]) == ("내 첫 진단", 9)
    assert kept["plan"]["deadline"] == "2099-03-02"
    assert kept["steps"]["docker.3"]["note"] == "a note\nof two lines"

    secret = person.secret
    person.go("/data/erase")
    person.press("Erase everything now")
    expect(person.page.get_by_role("heading", level=1)).to_have_text(
        person.say("Everything is erased")
    )
    assert person.context.cookies() == []
    assert person.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert person.server.assessments(secret) == []
    person.page.go_back()
    expect(person.page.locator("body")).not_to_contain_text("내 첫 진단")
    person.go("/assessments")
    expect(person.page.locator(".saved > li")).to_have_count(0)

    with served(new_instance, tmp_path / "second") as second:
        context = browser.new_context(locale=language, viewport={"width": 390, "height": 844})
        elsewhere = Person(second, context, context.new_page(), language)
        elsewhere.go("/data")
        choose_file(elsewhere, file.read_bytes())
        elsewhere.comes_to("/assessments")
        assert figures(elsewhere) == before
        assert elsewhere.unexpected() == []
        context.close()


def test_every_request_of_a_walk_goes_to_this_site_and_no_ip_address_is_stored(
    browser: Browser, tmp_path: Path
) -> None:
    """Neither a file of the instance nor the server's output contains the address."""
    with serving(tmp_path, ORIENTEER_PROXIES="1") as server:
        context = browser.new_context(
            locale="en", extra_http_headers={"X-Forwarded-For": VISITOR, "X-Real-IP": VISITOR}
        )
        person = Person(server, context, context.new_page(), "en")
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        walk(person, server)
        assert len(asked) > 40
        assert [url for url in asked if not url.startswith(f"{server.url}/")] == []
        assert person.unexpected() == []
        context.close()
        assert traces_of_the_visitor(tmp_path) == []
    assert traces_of_the_visitor(tmp_path) == [], "nor when the server has ended"


def walk(person: Person, server: Server) -> None:
    """Every kind of page, a wrong one, and one that is refused."""
    person.expects("404 (", "400 (")
    for page in (
        "/",
        "/roles",
        "/roles/ml_engineer",
        "/ai-work",
        "/method",
        "/example",
        "/example/plan",
        "/privacy",
        "/accessibility",
    ):
        person.go(page)
    person.begin("programming")
    person.choose("python", 3)
    expect(person.state("python")).to_have_text(person.say("✓ Kept"))
    person.fill(CLEAR)
    for path in (*SHOWN, "/assessments", "/data", "/nothing", "/assessments/99", "/leave"):
        person.go(path)
    DATA_STATES["data, a file refused"](person)
    person.context.request.post(f"{server.url}/data/import", form={"csrf_token": "old"})


def traces_of_the_visitor(folder: Path) -> list[str]:
    """Return the files that contain the address, as text or as its four bytes."""
    packed = bytes(int(part) for part in VISITOR.split("."))
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"orienteer.db", "errors"} <= {path.name for path in files}
    return [
        path.name
        for path in files
        if VISITOR.encode() in path.read_bytes() or packed in path.read_bytes()
    ]
