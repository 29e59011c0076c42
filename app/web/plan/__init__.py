"""The learning plan: its page, its weeks, the pages of its steps, and its files."""

from app.web.plan import step_routes
from app.web.plan.routes import pages

pages.register_blueprint(step_routes.pages)

__all__ = ["pages"]
