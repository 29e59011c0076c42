"""The first page, and the beginning of an assessment."""

from app.web.home.routes import pages

__all__ = ["pages"]
