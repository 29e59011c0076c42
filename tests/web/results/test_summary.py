"""A form that is shown again says at the top what is wrong, with links to the fields."""

import re
from collections.abc import Callable

import pytest

from app.storage.tables import MAX_NOTE_LENGTH
from tests.conftest import context_of
from tests.storage.refusal import refusing
from tests.support.page import Page
from tests.support.visitor import CATALOGUE, Visitor
from tests.web.plan.plan_pages import PLAN, aim, say
from tests.web.walk_forms import LOST, NASTY, WEIGHTS

NAME, STEP, TARGET = "/assessments/1/name", f"{PLAN}/steps/docker.3", "/assessments/1/target"
LISTED = "Choose one from the list."
DAY = "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01."
HOURS, WEIGHT = (
    "Write a whole number of hours from 1 to 40.",
    "Write a whole number from 0 to 1000.",
)
Wrong = dict[str, tuple[str, str]]
"""Field → what is typed, and the error, in the page's order."""
TERMS: Wrong = {
    "hours": ("many", HOURS),
    "deadline": ("soon", DAY),
    "role": ("nobody", LISTED),
    "stage": ("chief", LISTED),
    "start": ("2027-02-30", DAY),
    "resources": ("fr", LISTED),
    "focus": ("gone", LISTED),
    "add": ("gone.1", LISTED),
}
FORMS: dict[str, tuple[str, Wrong]] = {
    "terms": (PLAN, TERMS),
    "hours alone": (PLAN, {"hours": ("0", HOURS)}),
    "note": (
        STEP,
        {"note": ("n" * (MAX_NOTE_LENGTH + 1), "A note holds 1,000 characters at most.")},
    ),
    "name": (NAME, {"name": ("n" * 81, "A name can have 80 characters at most.")}),
    "weights": (WEIGHTS, {"sql": ("1001", WEIGHT), "docker": ("half", WEIGHT)}),
    "target": (TARGET, {"role": ("nobody", LISTED), "stage": ("chief", LISTED)}),
}


@pytest.fixture
def learner(reader: Visitor) -> Visitor:
    aim(reader)
    return reader


def send(visitor: Visitor, path: str, **typed: str) -> Page:
    page = visitor.open("/assessments/1" if path == TARGET else path)
    return visitor.press(page, page.form(path), None, **typed)


def summary(page: Page) -> str:
    """Return the alert: the only one of the page, first in its main part, with the focus."""
    before, _, main = page.html.partition('<main id="main" tabindex="-1">')
    assert "alert" not in before
    start, _, rest = main.partition('<div class="notice" role="alert" tabindex="-1" data-focus>')
    assert start.strip() == ""
    assert 'role="alert"' not in rest
    assert rest.index("</div>") < rest.index("<h1")
    return rest.partition("</div>")[0]


@pytest.mark.parametrize("name", FORMS)
def test_each_fault_is_said_at_the_top_and_leads_to_its_field(learner: Visitor, name: str) -> None:
    path, wrong = FORMS[name]
    page = send(learner, path, **{field: typed for field, (typed, _) in wrong.items()})
    assert page.status == 400
    assert page.html.partition("<title>")[2].startswith(say(learner, "Error:"))
    shown = summary(page)
    assert [part.partition('"')[0] for part in shown.split('<a href="#')[1:]] == list(wrong)
    for field, (_, sentence) in wrong.items():
        link = shown.partition(f'<a href="#{field}">')[2].partition("</a>")[0]
        label, _, text = link.partition(": ")
        assert text == say(learner, sentence)
        assert (
            label.lower()
            in page.html.partition(f'<label for="{field}">')[2].partition("</label>")[0].lower()
        )
        found = next(found for _, found in page.elements if found.get("id") == field)
        assert found["aria-invalid"] == "true"
        assert f"{field}-problem" in found["aria-describedby"].split()
        assert page.html.partition(f'id="{field}-problem">')[2].partition("<")[0] == say(
            learner, sentence
        )
    faulty = [found.get("id") for _, found in page.elements if found.get("aria-invalid") == "true"]
    assert faulty == list(wrong), "what is right is not called wrong"


@pytest.mark.parametrize(
    ("field", "opens"),
    [("hours", False), *((each, True) for each in TERMS if each not in {"hours", "deadline"})],
)
def test_a_fault_that_is_folded_away_is_unfolded(learner: Visitor, field: str, opens: bool) -> None:
    page = send(learner, PLAN, **{field: TERMS[field][0]})
    assert (
        any(found.get("id") == "terms" and "open" in found for _, found in page.elements) == opens
    )


@pytest.mark.parametrize("path", [PLAN, STEP, NAME, WEIGHTS, TARGET])
def test_a_page_that_is_too_old_says_so_at_the_top(learner: Visitor, path: str) -> None:
    page = send(learner, path, **LOST)
    assert page.status == 400
    assert page.html.partition("<title>")[2].startswith(say(learner, "Error:"))
    assert "<li>" not in summary(page)


@pytest.mark.parametrize("path", [PLAN, STEP, NAME, TARGET])
def test_what_the_database_does_not_take_is_said_at_the_top(learner: Visitor, path: str) -> None:
    opened = learner.open("/assessments/1" if path == TARGET else path)
    with refusing(context_of(learner.app).engine, "read-only"):
        page = learner.press(opened, opened.form(path))
    assert page.status == 503
    assert page.html.partition("<title>")[2].startswith(say(learner, "Error:"))
    assert "<li>" not in summary(page)
    assert "aria-invalid" not in page.html, "nothing that was typed is wrong"


@pytest.mark.parametrize("path", [PLAN, STEP, NAME, WEIGHTS, "/assessments/1"])
def test_a_page_whose_form_is_right_alerts_nobody(learner: Visitor, path: str) -> None:
    page = learner.open(path)
    assert "alert" not in page.data("role")
    assert not page.html.partition("<title>")[2].startswith(say(learner, "Error:"))


def test_a_long_note_from_elsewhere_is_shortened_in_the_summary_and_complete_at_the_field(
    learner: Visitor,
) -> None:
    stale, note = learner.open(STEP), "그 사이 " * 150
    learner.post(STEP, do="note", note=note)
    page = learner.press(stale, stale.form(STEP), "note", note="mine")
    assert page.status == 409
    assert note.strip() not in summary(page)
    assert summary(page).count('href="#note"') == 1
    assert note.strip() in page.html.partition('id="note-problem"')[2].partition("</span>")[0]


TWICE_WRONG = {
    NAME: (
        "name",
        "n" * 81 + "\u202e",
        "A name can have 80 characters at most.",
        "The name holds characters that cannot be shown. Type it again.",
    ),
    STEP: (
        "note",
        "n" * (MAX_NOTE_LENGTH + 1) + "\u202e",
        "A note holds 1,000 characters at most.",
        "The note holds characters that cannot be shown. Type it again.",
    ),
}


@pytest.mark.parametrize("path", TWICE_WRONG)
def test_a_field_that_is_wrong_twice_says_both_in_its_one_place(
    learner: Visitor, path: str
) -> None:
    field, typed, *sentences = TWICE_WRONG[path]
    page = send(learner, path, **{field: typed})
    assert (page.status, page.data("id").count(f"{field}-problem")) == (400, 1)
    shown = page.html.partition(f'id="{field}-problem">')[2].partition("</span>")[0]
    assert shown == " ".join(say(learner, sentence) for sentence in sentences)
    assert all(say(learner, sentence) in summary(page) for sentence in sentences)


SHOWN: dict[str, Callable[[Page], str]] = {
    PLAN: lambda page: page.form(PLAN).values["hours"],
    NAME: lambda page: page.form(NAME).values["name"],
    WEIGHTS: lambda page: page.form(WEIGHTS).values["docker"],
}


@pytest.mark.parametrize("path", SHOWN)
def test_what_no_page_may_hold_is_left_out_of_what_is_shown_again(
    learner: Visitor, path: str
) -> None:
    field = {PLAN: "hours", NAME: "name", WEIGHTS: "docker"}[path]
    page = send(learner, path, **{field: NASTY})
    assert (page.status, SHOWN[path](page)) == (400, "a\t<b>&amp;\"'b")


@pytest.mark.parametrize("typed", ["many", "6.5", "1e1", " ", "", "-1"])
@pytest.mark.parametrize(
    ("path", "field"), [(PLAN, "hours"), (WEIGHTS, next(iter(CATALOGUE.item)))]
)
def test_a_number_is_typed_into_a_field_that_shows_whatever_was_typed(
    learner: Visitor, path: str, field: str, typed: str
) -> None:
    found = next(
        found
        for found in send(learner, path, **{field: typed}).form(path).fields
        if found.get("name") == field
    )
    assert (found["type"], found["inputmode"], found["value"].strip()) == (
        "text",
        "numeric",
        typed.strip(),
    )
    assert "maxlength" not in found, "nothing is cut off while it is typed"


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("soon", "text"), ("2027-02-30", "text"), ("1999-12-31", "date"), ("2027-01-01", "date")],
)
def test_a_field_for_a_day_shows_whatever_was_typed(
    learner: Visitor, typed: str, kind: str
) -> None:
    """A date input would show nothing for an invalid date."""
    found = next(
        found
        for found in send(learner, PLAN, deadline=typed, hours="0").form(PLAN).fields
        if found.get("name") == "deadline"
    )
    assert (found["type"], found["value"]) == (kind, typed)


@pytest.mark.parametrize("path", ["/assessments/1/math", "/assessments/1/review"])
def test_answers_that_are_none_are_said_at_the_top_and_lead_to_their_questions(
    reader: Visitor, path: str
) -> None:
    reader.begin()
    page = reader.open(path)
    back = reader.press(page, page.form(path), None, calculus="9", linear_algebra="2")
    assert (
        back.status,
        re.findall(r'href="(#[^"]+)"', summary(back)),
    ) == (400, ["#calculus"])
    assert say(reader, "Choose one of the six answers shown.") in summary(back)
    stale = reader.press(page, page.form(path), None, calculus="3", **LOST)
    assert (stale.status, "<li>" in summary(stale)) == (400, False)
