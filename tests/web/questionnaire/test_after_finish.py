"""A choice that comes after the assessment was finished elsewhere is refused, and it is said."""

import pytest

from tests.support.visitor import Visitor

FIRST = "/assessments/1/math"
UNSAVED = "This assessment was finished already, so your last choices were not saved."


@pytest.mark.parametrize("token", [{}, {"csrf_token": "lost"}])
@pytest.mark.parametrize("path", [FIRST, "/assessments/1/review"])
def test_a_choice_that_comes_after_the_finish_is_not_saved_and_the_result_says_so(
    visitor: Visitor, path: str, token: dict[str, str]
) -> None:
    visitor.begin()
    stale = visitor.open(path)
    visitor.post("/assessments/1/review")
    result = visitor.press(stale, stale.form(path), calculus="4", **token)
    assert (result.path, UNSAVED in result.text) == ("/assessments/1", True)
    assert visitor.open("/data/export.json").response.json["assessments"][0]["answers"] == {}
    assert UNSAVED not in visitor.open("/assessments/1").text, "it is said once"


def test_a_second_finish_with_the_same_choices_says_nothing(visitor: Visitor) -> None:
    visitor.begin()
    stale = visitor.open("/assessments/1/review")
    for _ in range(2):
        result = visitor.press(stale, stale.form("/review"), calculus="4")
    assert (result.path, UNSAVED in result.text) == ("/assessments/1", False)
