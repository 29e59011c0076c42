"""The learning plan: steps in order, in weeks, followed step by step, and taken along."""

from app.web.plan import files, step
from app.web.plan.routes import pages

pages.register_blueprint(files.pages)
pages.register_blueprint(step.pages)

__all__ = ["pages"]
