"""Invisible characters that come along when a name is copied from a page."""

import pytest

from tests.support.visitor import Visitor


def test_an_invisible_character_of_a_copied_name_is_dropped(visitor: Visitor) -> None:
    visitor.begin()
    visitor.post("/assessments/1/name", name="before\u200b camp\ufeff")
    assert visitor.open("/assessments/1/name").form("/name").values["name"] == "before camp"


@pytest.mark.parametrize("name", ["\u200d", "\u200c \u200d"])
def test_a_name_of_which_nothing_shows_is_refused(visitor: Visitor, name: str) -> None:
    visitor.begin()
    assert visitor.post("/assessments/1/name", name=name).status == 400
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    assert visitor.post("/assessments/1/name", name=family).status == 200
