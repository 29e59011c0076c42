"""The learning plan: steps in order, in weeks."""

from app.web.plan.routes import pages

__all__ = ["pages"]
