"""The questions: six areas and a review, every answer saved the moment it is given."""

from app.web.questionnaire.routes import pages

__all__ = ["pages"]
