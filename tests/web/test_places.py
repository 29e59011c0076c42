"""Who comes back to an area comes to its first open question, and the course says in words where any is left."""

import re

import pytest

from tests.page import Page
from tests.visitor import AREAS, CATALOGUE, CLEAR, Visitor

MATH, DATA = AREAS["math"], AREAS["data"]


CONTROL = re.compile(
    r'<li class="([^"]*)"><button[^>]* value="(\w+)"[^>]*>(.*?)</button>', re.DOTALL
)


def course(page: Page) -> dict[str, str]:
    """Area → what its control says to somebody who hears it: of its two endings the style sheet shows one."""
    said = {}
    for state, area, inside in CONTROL.findall(page.html):
        hidden = "some" if "done" in state else "all"
        spoken = re.sub(
            rf'<span class="{hidden}">.*?</span>(?=<)',
            "",
            re.sub(r"<span data-\w+[^>]*>(\d+)</span>", r"\1", inside),
        )
        said[area] = " ".join(
            re.sub(r'<span class="count".*|<[^>]+>', " ", spoken, flags=re.DOTALL).split()
        )
    return said


def address(visitor: Visitor, path: str, **typed: str) -> str:
    """Where a form sends its reader."""
    return visitor.post(path, follow=False, **typed).headers["Location"]


CAME = {
    "nothing answered": ((), "/assessments/1/math"),
    "the first two": (MATH[:2], f"/assessments/1/math#{MATH[2]}"),
    "a gap": ((MATH[0], MATH[3]), f"/assessments/1/math#{MATH[1]}"),
    "the first open": (MATH[1:], "/assessments/1/math"),
    "all": (MATH, "/assessments/1/math"),
}


@pytest.mark.parametrize("answered", CAME)
@pytest.mark.parametrize("button", ["course", "back"])
def test_going_back_leads_to_the_first_open_question(
    visitor: Visitor, answered: str, button: str
) -> None:
    visitor.begin()
    skills, place = CAME[answered]
    for skill in skills:
        visitor.put(skill, {"level": 2, "revision": 1})
    assert (
        address(visitor, "/assessments/1/programming", go="math" if button == "course" else "back")
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


def test_the_course_says_in_words_where_questions_are_open_and_where_one_is(
    reader: Visitor,
) -> None:
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
        assert course(page)["math"] == f"1 {names['math']} {words[0]}"
        assert course(page)["data"] == f"4 {names['data']} {words[1]}"
        assert [
            found["value"] for _, found in page.elements if found.get("aria-current") == "step"
        ] == [here]


def test_no_hidden_field_says_what_only_its_form_may_say(reader: Visitor) -> None:
    """A browser that puts old values back into a page that is loaded again (Firefox 153 does, hidden ones too) leaves out a form whose
    `autocomplete` is off, with all that is in it, and a page that it must not store: either is enough."""
    reader.answer({})
    for path in (*(f"/assessments/1/{area}" for area in AREAS), "/assessments/1/review"):
        page = reader.open(path)
        form = next(form for form in page.forms if "bases" in form.values)
        assert form.attributes["autocomplete"] == "off"
        assert page.headers["Cache-Control"] == "no-store"
        assert [field for field in form.fields if "autocomplete" in field] == []
