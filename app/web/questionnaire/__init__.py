"""The questions: the short form, six areas and a review; every answer is saved when it is given."""

from app.web.questionnaire import short_routes
from app.web.questionnaire.routes import pages

pages.register_blueprint(short_routes.pages)

__all__ = ["pages"]
