"""The questions: six areas and a review, every answer kept the moment it is given."""

from app.web.questionnaire import review
from app.web.questionnaire.routes import pages

pages.register_blueprint(review.pages)

__all__ = ["pages"]
