"""Return codes: one's own, and entering one on another device."""

from app.web.returning.routes import pages

__all__ = ["pages"]
