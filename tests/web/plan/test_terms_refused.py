"""Plan terms that are refused: the form comes back with the error and all that was typed."""

import pytest

from tests.support.visitor import Visitor
from tests.web.plan.plan_pages import (
    MONDAY,
    PLAN,
    change,
    say,
    whole,
)
from tests.web.plan.test_terms import FIELDS, FOCUS, field

LISTED, DAY = (
    "Choose one from the list.",
    "Write a day of the years 2000 to 2099 as year, month, day, such as 2027-03-01.",
)
SOON = "The deadline must be at least a week after the start: choose a later day, or none."
WRONG = [
    *(
        ("start", typed, DAY)
        for typed in (
            "2027-13-01",
            "2027-02-30",
            "tomorrow",
            "2027-2-1",
            "1999-12-31",
            "2100-01-01",
            "٢٠٢٧-٠١-٠١",
            "20270101",
        )
    ),
    *(
        ("deadline", typed, DAY)
        for typed in ("2027-06-31", "내년 봄", "2027-06-07T00:00", "2100-01-01", "<b>", "0")
    ),
    *(
        ("deadline", typed, SOON)
        for typed in ("2027-01-10", "2027-01-04", "2027-01-03", "2000-01-01")
    ),
    *(("role", typed, LISTED) for typed in ("nobody", "", "ML_ENGINEER")),
    *(("stage", typed, LISTED) for typed in ("chief", "next", "")),
    *(("resources", typed, LISTED) for typed in ("fr", "", "ko en")),
    *(("focus", typed, LISTED) for typed in ("gone", "<b>")),
    *(("add", typed, LISTED) for typed in ("python.9", "python.0", "docker.3", "gone.1")),
    *(
        ("hours", typed, "Write a whole number of hours from 1 to 40.")
        for typed in ("0", "41", "six", "")
    ),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), WRONG)
def test_an_invalid_term_is_shown_again_with_its_error_and_all_that_was_typed(
    learner: Visitor, name: str, typed: str, sentence: str
) -> None:
    before = whole(learner, PLAN)
    page = change(
        learner,
        **FIELDS
        | {"stage": "junior", "hours": "12", name: typed}
        | ({"start": str(MONDAY)} if sentence == SOON else {}),
    )
    found = field(page, name)
    assert (page.status, found.get("aria-invalid"), found.get("aria-describedby")) == (
        400,
        "true",
        f"{name}-problem",
    )
    assert page.html.partition(f'id="{name}-problem"')[2].partition(">")[2].partition("<")[
        0
    ] == say(learner, sentence)
    others = {
        "stage": "junior",
        "hours": "12",
        "resources": "ko",
        "focus": FOCUS,
        "deadline": FIELDS["deadline"],
        "free_only": "yes",
    }
    shown = page.form(PLAN).values
    assert {each: shown[each] for each in others if each != name} == {
        each: others[each] for each in others if each != name
    }
    if name in {"start", "deadline", "hours"}:
        assert shown[name] == typed
    assert ('id="terms" open' in page.html) == (name not in {"hours", "deadline"}), (
        "a field that is wrong is seen"
    )
    assert whole(learner, PLAN) == before, "nothing is kept"


@pytest.mark.parametrize(
    ("start", "deadline", "status"),
    [("2027-01-04", "2027-01-11", 200), ("2027-01-05", "2027-01-11", 400)],
)
def test_a_deadline_is_a_week_after_the_start_or_later(
    learner: Visitor, start: str, deadline: str, status: int
) -> None:
    assert change(learner, start=start, deadline=deadline).status == status


@pytest.mark.parametrize("deadline", ["2027-01-10", "2026-12-01"])
def test_with_an_empty_start_the_deadline_is_a_week_after_today_or_later(
    learner: Visitor, deadline: str
) -> None:
    page = change(learner, start="", deadline=deadline)
    assert (page.status, page.form(PLAN).values["deadline"]) == (400, deadline)
    assert say(learner, SOON) in page.text
