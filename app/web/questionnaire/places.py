"""Where the questionnaire's buttons lead: always to the place where one goes on."""

from functools import lru_cache
from typing import Final

from flask import request, url_for

from app.catalogue.model import Area, Catalogue
from app.storage.ratings import Answers
from app.web.context import catalogue

MOST_PAGES: Final = 512


def first_open(content: Catalogue, area: str, answers: Answers) -> str | None:
    """The area's first question that is neither answered nor skipped, or None when its page is best read from the top."""
    first, *others = [skill.id for skill in content.skills_by_area[area]]
    return (
        next((skill for skill in others if skill not in answers), None)
        if first in answers
        else None
    )


def area_address(number: int, area: str, answers: Answers) -> str:
    """An area's page, at its first open question."""
    question = first_open(catalogue(), area, answers)
    return _page(request.script_root, number, area) + (f"#{question}" if question else "")


@lru_cache(MOST_PAGES)
def _page(_: str, number: int, area: str) -> str:
    """An area's page, where the application is served under that root; most people's have one of a few numbers."""
    return url_for("questionnaire.area", number=number, area=area)


def after_area(number: int, here: Area, answers: Answers) -> str:
    """Where the pressed button of an area's page leads: on, back, to another area, or away for now; a language switch stays."""
    sent, areas = request.form, [area.id for area in catalogue().areas]
    go, place = sent.get("go", "next"), areas.index(here.id)
    if sent.get("lang"):
        return url_for("questionnaire.area", number=number, area=here.id)
    if go == "save":
        return url_for("saved.assessments")
    if go == "back" and place:
        return area_address(number, areas[place - 1], answers)
    if go in areas:
        return area_address(number, go, answers)
    for after in areas[place + 1 : place + 2]:
        return area_address(number, after, answers)
    return url_for("questionnaire.review.look_over", number=number)


def after_review(number: int, answers: Answers) -> str | None:
    """Where the pressed button of the review leads: to an area, or to the answer whose button it was; None finishes."""
    go = request.form.get("go")
    if go and go in catalogue().skills_by_area:
        return area_address(number, go, answers)
    if go is None and not request.form.get("lang"):
        return None
    return url_for(
        "questionnaire.review.look_over",
        number=number,
        _anchor=go if go in catalogue().skill else None,
    )
