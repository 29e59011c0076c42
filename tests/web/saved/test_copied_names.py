"""Invisible characters that come along when a name is copied from a page."""

from tests.support.visitor import Visitor


def test_an_invisible_character_of_a_copied_name_is_dropped(visitor: Visitor) -> None:
    visitor.begin()
    visitor.post("/assessments/1/name", name="before\u200b camp\ufeff")
    assert visitor.open("/assessments/1/name").form("/name").values["name"] == "before camp"
