"""The fewest questions that a ranking still takes, for the review."""

from dataclasses import dataclass

from app.catalogue.model import Catalogue
from app.catalogue.text import Text
from app.scoring.information import questions_needed
from app.storage.answers import Answers
from app.web.finished_assessment import ratings_of


@dataclass(frozen=True, slots=True)
class NeededQuestion:
    """A question without an answer. An answer to any of its alternatives is as good."""

    skill: str
    name: Text
    any_of: tuple[str, ...]


def needed_questions(catalogue: Catalogue, answers: Answers) -> tuple[NeededQuestion, ...]:
    """Return the questions in the catalogue's order; none where the answers are enough."""
    members = {skill: item.skills for item in catalogue.items for skill in item.skills}
    return tuple(
        NeededQuestion(skill, catalogue.skill[skill].name, members[skill])
        for skill in questions_needed(catalogue, ratings_of(answers))
    )
