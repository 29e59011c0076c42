"""Where the buttons of the questionnaire lead."""

from flask import url_for

from app.catalogue.model import Area
from app.storage.answers import Answers
from app.web.context import catalogue
from app.web.questionnaire.forms import AnswersForm
from app.web.questionnaire.views import area_progress


def first_unanswered(answers: Answers) -> str | None:
    """Return the first area with an open question."""
    return next((area.id for area in area_progress(catalogue(), answers) if area.open), None)


def first_open(area: str, answers: Answers) -> str | None:
    """Return the area's first open question, or None where its page is best read from the top."""
    first, *others = [skill.id for skill in catalogue().skills_by_area[area]]
    if first not in answers:
        return None
    return next((skill for skill in others if skill not in answers), None)


def area_address(number: int, area: str, answers: Answers) -> str:
    """Return the address of an area's page, at its first open question."""
    question = first_open(area, answers)
    return url_for("questionnaire.area", number=number, area=area, _anchor=question)


def after_area(number: int, here: Area, form: AnswersForm, answers: Answers) -> str:
    """Return where the pressed button of an area's page leads.

    That is the next area, the one before, another one or the list of assessments. The language
    switch stays on the page.
    """
    areas, go = [area.id for area in catalogue().areas], form.go.data
    place = areas.index(here.id)
    if form.lang.data:
        return url_for("questionnaire.area", number=number, area=here.id)
    if go == "save":
        return url_for("saved.assessments")
    if go == "back" and place:
        return area_address(number, areas[place - 1], answers)
    if go in areas:
        return area_address(number, go, answers)
    if place + 1 < len(areas):
        return area_address(number, areas[place + 1], answers)
    return url_for("questionnaire.review", number=number)


def after_review(number: int, form: AnswersForm, answers: Answers) -> str | None:
    """Return where the pressed button of the review leads; None for the one that finishes.

    That is an area, or the answer whose button it was.
    """
    go = form.go.data
    if go and go in catalogue().skills_by_area:
        return area_address(number, go, answers)
    if go is None and not form.lang.data:
        return None
    anchor = go if go in catalogue().skill else None
    return url_for("questionnaire.review", number=number, _anchor=anchor)
