"""Where buttons lead: to the first open question. And what the area buttons say."""

import re

import pytest

from tests.support.page import Page
from tests.support.visitor import AREAS, CATALOGUE, CLEAR, Visitor

MATH, DATA = AREAS["math"], AREAS["data"]


CONTROL = re.compile(
    r'<li class="([^"]*)"><button[^>]* value="(\w+)"[^>]*>(.*?)</button>', re.DOTALL
)


def spoken_progress(page: Page) -> dict[str, str]:
    """Return what a screen reader says for each area button.

    Of the two endings in its HTML the style sheet shows one.
    """
    found = {}
    for state, area, inside in CONTROL.findall(page.html):
        hidden = "some" if "done" in state else "all"
        spoken = re.sub(
            rf'<span class="{hidden}">.*?</span>(?=<)',
            "",
            re.sub(r"<span data-\w+[^>]*>(\d+)</span>", r"\1", inside),
        )
        found[area] = " ".join(
            re.sub(r'<span class="count".*|<[^>]+>', " ", spoken, flags=re.DOTALL).split()
        )
    return found


def address(visitor: Visitor, path: str, **typed: str) -> str:
    """Return the address that a form redirects to."""
    return visitor.post(path, follow=False, **typed).headers["Location"]


ANSWERED = {
    "nothing answered": ((), "/assessments/1/math"),
    "the first two": (MATH[:2], f"/assessments/1/math#{MATH[2]}"),
    "a gap": ((MATH[0], MATH[3]), f"/assessments/1/math#{MATH[1]}"),
    "the first open": (MATH[1:], "/assessments/1/math"),
    "all": (MATH, "/assessments/1/math"),
}


@pytest.mark.parametrize("answered", ANSWERED)
@pytest.mark.parametrize("button", ["area", "back"])
def test_going_back_leads_to_the_first_open_question(
    visitor: Visitor, answered: str, button: str
) -> None:
    visitor.begin()
    skills, place = ANSWERED[answered]
    for skill in skills:
        visitor.put(skill, {"level": 2, "revision": 1})
    assert (
        address(visitor, "/assessments/1/programming", go="math" if button == "area" else "back")
        == place
    )
    assert address(visitor, "/assessments/1/review", go="math") == place


def test_next_and_resume_lead_to_the_first_open_question(visitor: Visitor) -> None:
    visitor.answer(CLEAR)
    visitor.begin()
    for skill in (*MATH, DATA[0]):
        visitor.put(skill, {"level": 2, "revision": 1}, number=2)
    assert address(visitor, "/assessments/2/ml") == f"/assessments/2/data#{DATA[1]}"
    assert (
        visitor.open("/assessments/2/resume", follow=False).headers["Location"]
        == "/assessments/2/programming"
    )
    for skill in AREAS["programming"] + AREAS["ml"]:
        visitor.put(skill, {"level": 2, "revision": 1}, number=2)
    assert (
        visitor.open("/assessments/2/resume", follow=False).headers["Location"]
        == f"/assessments/2/data#{DATA[1]}"
    )
    assert (
        visitor.open("/assessments/1/resume", follow=False).headers["Location"]
        == "/assessments/1/review"
    )


def test_the_area_buttons_say_in_words_where_questions_are_open(reader: Visitor) -> None:
    reader.begin()
    for skill, level in {MATH[0]: 1, MATH[1]: None}.items():
        reader.put(skill, {"level": level, "revision": 1})
    for skill in DATA:
        reader.put(skill, {"level": 3, "revision": 1})
    words = {"en": ("2 of 4 still open", "all done"), "ko": ("4개 중 2개 남음", "모두 답함")}[
        reader.language
    ]
    for here in ("math", "data"):
        page = reader.open(f"/assessments/1/{here}")
        names = {area.id: area.name[reader.language] for area in CATALOGUE.areas}  # type: ignore[index]
        assert spoken_progress(page)["math"] == f"1 {names['math']} {words[0]}"
        assert spoken_progress(page)["data"] == f"4 {names['data']} {words[1]}"
        assert [
            found["value"] for _, found in page.elements if found.get("aria-current") == "step"
        ] == [here]


def test_no_hidden_field_says_what_only_its_form_may_say(reader: Visitor) -> None:
    """Browsers must not restore old values of hidden fields when they reload a page.

    Firefox 153 does, except in a form with autocomplete="off" and on a page with no-store; either
    is enough.
    """
    reader.answer({})
    for path in (*(f"/assessments/1/{area}" for area in AREAS), "/assessments/1/review"):
        page = reader.open(path)
        form = next(form for form in page.forms if "bases" in form.values)
        assert form.attributes["autocomplete"] == "off"
        assert page.headers["Cache-Control"] == "no-store"
        assert [field for field in form.fields if "autocomplete" in field] == []
