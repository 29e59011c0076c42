"""My assessments: open, rename, correct, compare, delete and bring back."""

from app.web.saved.routes import pages

__all__ = ["pages"]
