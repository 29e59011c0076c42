"""The style page, in debug mode only: every piece of the pages, from their own macros."""

from app.web.styleguide.routes import pages

__all__ = ["pages"]
