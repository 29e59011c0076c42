"""Samples for the style page, all of the example's person."""

from dataclasses import replace
from itertools import islice
from typing import Final

from app.catalogue.model import TOP_LEVEL, Ratings
from app.catalogue.snapshot import digest
from app.catalogue.text import Language
from app.scoring.result import score
from app.scoring.result_json import result_to_json
from app.storage.answers import Answer, decode, encode
from app.storage.assessments import Assessment
from app.storage.plans import StepProgress
from app.web.context import catalogue, context, now
from app.web.example import example, example_terms
from app.web.i18n import language, reader_words, today
from app.web.plan.current_plan import plan_on
from app.web.plan.views import PlanPage, plan_page
from app.web.questionnaire.views import AreaProgress, Question, area_progress, question_text
from app.web.saved.history import History, history

DAY: Final = 24 * 3600
RISES: Final = {180: 0, 120: 0, 90: 1, 0: 2}
"""Days ago → how many levels the example's person had risen then in what they know at all."""
ANSWERED: Final = 12


def sample_plan() -> PlanPage:
    """The example's plan with a step done, one in progress and the others ahead."""
    shown, day = example(), today()
    ids = [step.id for step in plan_on(day, shown, example_terms(day), {}).plan.steps]
    progress = dict(zip(ids, (StepProgress("done"), StepProgress("begun")), strict=False))
    current = plan_on(day, shown, example_terms(day), progress)
    return plan_page(current, reader_words(), context().reading)


def sample_history() -> History | None:
    """Four assessments: once the same, then better twice."""
    sample = [_assessed(place, days, rise) for place, (days, rise) in enumerate(RISES.items(), 1)]
    return history(sample, language(), today())


def sample_progress() -> tuple[AreaProgress, ...]:
    """Return the areas' progress after two areas' worth of answers."""
    answers = dict.fromkeys(islice(catalogue().skill, ANSWERED), Answer(1, 1))
    return area_progress(catalogue(), answers)


def sample_questions(language: Language, error: str) -> tuple[Question, Question]:
    """Return a question that is answered, and one with this error."""
    first, second, *_ = catalogue().skills
    return (
        Question(question_text(catalogue(), language, first), "2", ""),
        Question(question_text(catalogue(), language, second), None, error),
    )


def _assessed(number: int, days: int, rise: int) -> Assessment:
    shown = example()
    ratings: Ratings = {
        skill: None if level is None else min(level + rise, TOP_LEVEL)
        for skill, level in shown.ratings.items()
    }
    return replace(
        shown.assessment,
        number=number,
        answers=decode(encode({skill: Answer(level, 1) for skill, level in ratings.items()})),
        finished_at=now() - days * DAY,
        catalogue=digest(shown.catalogue),
        result=result_to_json(score(shown.catalogue, ratings)),
    )
