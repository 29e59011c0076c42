"""The result: which role, how sure, how ready, why, what next; and two results compared."""

from app.web.results.routes import pages

__all__ = ["pages"]
