"""The living style page: every piece of the pages, from their own macros and classes. In Flask's debug mode only."""

from app.web.styleguide.routes import pages

__all__ = ["pages"]
